// What an application or a device is to run on, and which targets a rule means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace shoal::readiness {

/// One release of Windows on one kind of processor, as data/rules/targets.csv has it.
struct Target {
  std::string id;           ///< "windows-10-22h2-x64"
  std::string name;         ///< "Windows 10 22H2 (x64)"
  std::uint32_t os = 0;     ///< major * 100 + minor of its version: 501 of XP, 1000 of Windows 10 and 11.
  std::uint32_t build = 0;  ///< 19045
  std::uint32_t service_pack = 0;
  std::string arch;  ///< "x86", "x64" or "arm64".
  bool server = false;
  /// Optional parts of Windows with how they are delivered: "on", "off" (can be turned on or added), "absent". A part
  /// that is not named here is not told.
  std::vector<std::pair<std::string, std::string>> features;

  /// "on", "off", "absent", or "" where nothing is told.
  std::string_view feature(std::string_view name) const;
};

/// Whether programs of today are asked whether they still run there: whether it is older than Windows 10.
bool is_downlevel(const Target& target);

/// Which targets are meant: words with blanks between them, all of which must hold.
///
///     os>=6.0   os<10.0   build>=22000   arch:x64|arm64   feature:netfx3=off|absent   client   server   any
///
/// os, build and service-pack take =, <, <=, > and >=. A feature of which nothing is told is none of the words.
class TargetSelector {
 public:
  /// Errors: invalid_input "readiness.bad_selector" with the word that is none.
  static Result<TargetSelector> parse(std::string_view text);

  bool means(const Target& target) const;
  const std::string& text() const { return text_; }  ///< As parsed.

 private:
  enum class Field : std::uint8_t { os, build, service_pack, arch, feature, server };
  enum class Relation : std::uint8_t { equal, less, at_most, more, at_least };
  struct Term {
    Field field = Field::os;
    Relation relation = Relation::equal;
    std::uint32_t number = 0;        // Of os, build and service_pack; of server 0 or 1.
    std::string name;                // Of feature.
    std::vector<std::string> words;  // Of arch and feature, any of which may hold.
  };
  static std::optional<Term> parse_term(std::string_view word);
  static bool holds(const Term& term, const Target& target);

  std::string text_ = "any";
  std::vector<Term> terms_;
};

}  // namespace shoal::readiness
