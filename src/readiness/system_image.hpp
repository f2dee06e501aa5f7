// What was read from an installation of Windows: the record of which a Baseline is made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.hpp"

namespace shoal::readiness {

/// A function that a module exports.
struct ImageExport {
  std::string name;  ///< Empty where it has only its ordinal.
  std::uint32_t ordinal = 0;
  std::string forwarded_to;  ///< "ntdll.RtlMoveMemory" or "ntdll.#12"; empty where the module has it itself.
  bool operator==(const ImageExport&) const = default;
};

/// A module that programs for its processor find by its name alone.
struct ImageModule {
  std::string name;     ///< In lower case: "kernel32.dll".
  std::string machine;  ///< As of the fact: "x86", "x64", "arm64".
  /// Whether all that it exports could be read; where it could not, no function is said to be absent.
  bool is_read = true;
  std::vector<ImageExport> exports;
  bool operator==(const ImageModule&) const = default;
};

/// A contract, "api-ms-win-core-file-l1-1", and the module that keeps it.
struct ApiSet {
  /// In lower case, without ".dll"; of schemas before version 6 without "api-" or "ext-" at its beginning, as they have
  /// it; of version 6 without the last number, which does not count there.
  std::string name;
  std::string host;  ///< "kernelbase.dll"; empty where nothing on this system keeps the contract.
  /// Hosts by the module that asks, where they differ.
  std::vector<std::pair<std::string, std::string>> hosts_for;
  bool operator==(const ApiSet&) const = default;
};

/// A module that only those programs find whose manifest names its assembly.
struct SideBySideModule {
  std::string name, machine, assembly;  ///< In lower case: "msvcr80.dll", "x86", "microsoft.vc80.crt".
  bool operator==(const SideBySideModule&) const = default;
  auto operator<=>(const SideBySideModule&) const =
      default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};

/// What the registry of an installation tells. Names are in lower case.
struct ImageRegistry {
  std::string product;                 ///< "Windows 10 Enterprise LTSC 2021"
  std::uint32_t build = 0;             ///< 19044; 0 where it is not told.
  std::vector<std::string> classes;    ///< CLSIDs for programs of the system's own processor: "{0002e005-...}".
  std::vector<std::string> classes32;  ///< For programs of 32 bits where the system has 64.
  std::vector<std::string> programs;   ///< ProgIDs: "scripting.filesystemobject".
  std::vector<std::string> services;
  /// Optional parts with how they stand there, in the words of Target::features.
  std::vector<std::pair<std::string, std::string>> features;
  bool operator==(const ImageRegistry&) const = default;
};

/// All of it, in the order that put_in_order() makes.
struct SystemImage {
  std::string target;  ///< The identifier of the target that it stands for.
  std::string arch;    ///< Of that target.
  std::string name;    ///< What answers call it.
  Day read;            ///< The day on which it was read.
  std::vector<ImageModule> modules;
  std::vector<ApiSet> api_sets;
  std::uint32_t api_set_version = 0;  ///< Of the schema; 0 where there is none.
  std::vector<SideBySideModule> side_by_side;
  bool has_software = false, has_system = false;  ///< Whether the hives were there of which `registry` comes.
  ImageRegistry registry;
  bool operator==(const SystemImage&) const = default;
};

/// Sorts everything and leaves one of what is there twice: of modules of one name and processor the first.
void put_in_order(SystemImage& image);

}  // namespace shoal::readiness
