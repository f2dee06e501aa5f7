// Which application of the devices' lists a program in hand is, by what its files say that it is called.
//
// Lists of programs hold names and publishers; a program's files hold the same words in other places. What a person
// says outranks all of it, and what remains in doubt is told and not linked.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "estate/applications.hpp"

namespace shoal::estate {

/// Who says what a program is called; the first outranks those after it.
enum class NamedBy : std::uint8_t {
  person,   ///< A table that somebody keeps.
  code,     ///< A package's code; some lists name programs by it.
  product,  ///< The name of the product in a package or in the program itself.
  file,     ///< The program's file name.
};
/// "person", "code", "product", "file".
std::string_view spelled(NamedBy by);
std::optional<NamedBy> named_by(std::string_view word);

/// A name of a program in hand.
struct ToldName {
  NamedBy by = NamedBy::product;
  std::string name;       ///< As it stands there.
  std::string publisher;  ///< Empty where that is not told.
  std::string place;      ///< Where it stands, for people: "setup.msi, ProductName".
  bool operator==(const ToldName&) const = default;
};

/// Whether two names mean one publisher: the words of one, forms of companies aside, are those that the other begins
/// with. "Microsoft" and "Microsoft Corporation" do. Nothing where one of them says nothing.
std::optional<bool> is_same_publisher(std::string_view one, std::string_view other);

/// An application that devices list and that a program in hand is.
struct ProgramLink {
  std::size_t application = 0;  ///< In Applications::found.
  std::string why;              ///< A sentence without its end.
  bool operator==(const ProgramLink&) const = default;
};

/// What a program in hand is.
struct Linked {
  std::vector<ProgramLink> links;   ///< Ascending by application, each once.
  std::vector<std::string> doubts;  ///< Why a name was not enough, a sentence each without its end.
  bool operator==(const Linked&) const = default;
};

/// Links programs to the applications of some devices, which must outlive it.
class ProgramLinker {
 public:
  explicit ProgramLinker(const Applications& applications);

  /// Only the names of the highest rank that are given or lead anywhere count: where a person names it, nothing else is
  /// asked; a file's name only where no product's leads to an application. A name whose publisher is another than all
  /// that devices list is a doubt.
  Linked link(std::span<const ToldName> names) const;

 private:
  void try_name(const ToldName& told, Linked& linked) const;

  const Applications& applications_;
  std::unordered_map<std::string_view, std::size_t> by_key_;
};

/// What a person keeps: an application in hand is what devices list under this name.
struct KeptProgramLink {
  std::string application;  ///< Its name, the path by which it is judged. Never blank.
  std::string program;      ///< As devices list it. Never blank.
  std::size_t line = 0;
  bool operator==(const KeptProgramLink&) const = default;
};
/// A table of such.
struct KeptProgramLinks {
  std::vector<KeptProgramLink> rows;
  std::vector<SetAside> set_aside;
};

}  // namespace shoal::estate
