#include "estate/application_link.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::estate;

Applications listed(std::initializer_list<std::pair<const char*, std::vector<const char*>>> all) {
  Applications made;
  for (const auto& [name, publishers] : all) {
    Application& application = made.found.emplace_back();
    application.key = application_key(name);
    application.name = name;
    for (const char* publisher : publishers) application.publishers.push_back({publisher, 1});
  }
  return made;
}

TEST_CASE("publishers are one whatever the form of the company, and where one tells more words than the other") {
  CHECK(is_same_publisher("Microsoft Corporation", "microsoft") == true);
  CHECK(is_same_publisher("Steria Ltd.", "STERIA LIMITED") == true);
  CHECK(is_same_publisher("S.A. Nuance", "Nuance Communications, Inc.") == true);
  CHECK(is_same_publisher("Igor Pavlov", "Igor Nys") == false);
  CHECK(is_same_publisher("Microsoft", "Micro") == false);
  CHECK(is_same_publisher("", "Microsoft") == std::nullopt);
  CHECK(is_same_publisher("The Company, Inc.", "Microsoft") == std::nullopt);  // Nothing is left of it.
}

TEST_CASE("a product's name links where its publisher is told alike, or not told, and is a doubt where it is another") {
  const Applications applications =
      listed({{"HOLMES 2", {"", "A Supplier"}}, {"7-Zip", {""}}, {"Till", {"Others Ltd"}}});
  const ProgramLinker linker(applications);
  const std::vector<ToldName> names = {
      {NamedBy::product, "Holmes 2 v4.1.3", "A Supplier Ltd", "holmes.exe, ProductName"},
      {NamedBy::product, "7-zip 19.00 (x64)", "Igor Pavlov", "7z.exe, ProductName"},
      {NamedBy::product, "Till", "Ours", "till.exe, ProductName"},
      {NamedBy::file, "till", "", "till.exe, its name"}};
  CHECK(linker.link(names) == Linked{{{0, "holmes.exe, ProductName has its name, and the publisher is A Supplier Ltd"},
                                      {1, "7z.exe, ProductName has its name; no device tells its publisher"}},
                                     {"till.exe, ProductName has the name of Till, but the publisher is Ours"}});
}

TEST_CASE("a file's name counts where nothing better leads anywhere, and a code before a name") {
  const Applications applications = listed({{"Till", {""}}, {"{1234ABCD-0000-0000-0000-00000000000A}", {""}}});
  const ProgramLinker linker(applications);
  std::vector<ToldName> names = {{NamedBy::file, "till", "", "till.exe, its name"},
                                 {NamedBy::product, "Point of Sale", "", "till.exe, ProductName"}};
  CHECK(linker.link(names) == Linked{{{0, "till.exe, its name has its name; it does not tell a publisher"}}, {}});
  names.push_back({NamedBy::code, "{1234abcd-0000-0000-0000-00000000000a}", "", "till.msi, ProductCode"});
  CHECK(linker.link(names) == Linked{{{1, "till.msi, ProductCode is listed"}}, {}});
}

TEST_CASE("where a person names it nothing else is asked, also where no device lists what they name") {
  const Applications applications = listed({{"Till", {""}}, {"Custody", {""}}});
  const ProgramLinker linker(applications);
  std::vector<ToldName> names = {{NamedBy::product, "Till", "", "till.exe, ProductName"},
                                 {NamedBy::person, "custody 7.1", "", "links.csv line 2"},
                                 {NamedBy::person, "Custody", "", "links.csv line 3"}};
  CHECK(linker.link(names) == Linked{{{1, "links.csv line 2 says so"}}, {}});
  names.erase(names.begin() + 1, names.end());
  names.push_back({NamedBy::person, "Cells", "", "links.csv line 2"});
  CHECK(linker.link(names) == Linked{{}, {"links.csv line 2 says Cells, which no device lists"}});
  CHECK(linker.link({}) == Linked{});
}

}  // namespace
