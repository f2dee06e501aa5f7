// The names of programs that ship: each example in the tables means what it says, and lists of other systems mean
// nothing.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include <simdjson.h>

#include "base/text.hpp"
#include "knowledge/shipped.hpp"

namespace shoal::knowledge {
namespace {

using lifecycle::ProgramCatalogue;
using lifecycle::ProgramEntry;

std::string spelled(const ProgramEntry& entry) {
  if (entry.program == nullptr) return std::string(lifecycle::spelled(entry.kind));
  return entry.program->id + (entry.cycle == nullptr ? "" : "/" + entry.cycle->name);
}

std::vector<std::string> examples_of(const Table::Row& row) {
  std::vector<std::string> examples;
  for (const std::string_view example : split(row["example"], '|')) examples.emplace_back(trimmed(example));
  return examples;
}

// "name; publisher; version -> what it means"
struct Example {
  std::string_view name, publisher, version, means;
};

Example parse_example(std::string_view text) {
  const auto arrow = text.rfind(" -> ");
  REQUIRE(arrow != text.npos);
  const auto fields = split(text.substr(0, arrow), ';');
  REQUIRE(fields.size() == 3);
  return {trimmed(fields[0]), trimmed(fields[1]), trimmed(fields[2]), trimmed(text.substr(arrow + 4))};
}

TEST_CASE("each example of names.csv means its product and cycle, by its own row") {
  const ProgramCatalogue catalogue = shipped().catalogue.programs;
  const Table table = *Table::read(source / "data" / "programs" / "names.csv", {"product", "example"});
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    for (const std::string& text : examples_of(row)) {
      CAPTURE(text);
      const Example example = parse_example(text);
      CHECK(spelled(recognise_program(catalogue, example.name, example.publisher, example.version)) == example.means);
      CHECK(example.means.substr(0, example.means.find('/')) == row["product"]);
    }
  }
}

// What is left of `catalogue` when each row but number `at` of the names (as the pack has them) is taken away.
ProgramCatalogue alone(const ProgramCatalogue& catalogue, std::size_t at) {
  ProgramCatalogue one = catalogue;
  one.names = {catalogue.names[at]};
  one.entries.clear();
  return one;
}

TEST_CASE("no example is matched by the rows of two products, and no row is without an example that it matches") {
  const ProgramCatalogue catalogue = shipped().catalogue.programs;
  const Table table = *Table::read(source / "data" / "programs" / "names.csv", {"product", "example"});
  std::vector<Example> examples;
  std::vector<std::vector<std::string>> texts;
  for (std::size_t i = 0; i < table.size(); i++) texts.push_back(examples_of(table[i]));
  for (const auto& row : texts)
    for (const std::string& text : row) examples.push_back(parse_example(text));
  std::vector<std::set<std::string>> products(examples.size());
  for (std::size_t at = 0; at < catalogue.names.size(); at++) {
    const ProgramCatalogue one = alone(catalogue, at);
    std::size_t matched = 0;
    for (std::size_t i = 0; i < examples.size(); i++) {
      const ProgramEntry entry = recognise_program(one, examples[i].name, examples[i].publisher, examples[i].version);
      if (entry.program == nullptr) continue;
      matched++;
      products[i].insert(entry.program->id);
    }
    CHECK_MESSAGE(matched > 0, catalogue.names[at].pattern.begins);
  }
  for (std::size_t i = 0; i < examples.size(); i++) CHECK_MESSAGE(products[i].size() == 1, examples[i].name);
}

TEST_CASE("each example of entries.csv is of its kind, and each row has one") {
  const ProgramCatalogue catalogue = shipped().catalogue.programs;
  const Table table = *Table::read(source / "data" / "programs" / "entries.csv", {"kind", "publisher", "example"});
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    CHECK_MESSAGE(!row["example"].empty(), row.place());
    const std::string publisher(split(row["publisher"], ';').front());
    for (const std::string& example : examples_of(row))
      CHECK_MESSAGE(spelled(recognise_program(catalogue, example, publisher, "")) == row["kind"], example);
  }
}

// Public names of a Vista machine and an XP machine of somebody, and what must not be made of them.
TEST_CASE("programs that sound like a product that we know are not taken for it") {
  const ProgramCatalogue catalogue = shipped().catalogue.programs;
  for (const char* name :
       {"Google Toolbar for Internet Explorer", "Google Desktop", "QuickTime Alternative 3.2.2", "Java DB 10.6.2.1",
        "Microsoft Office Live Meeting 2007", "Microsoft Office Communicator 2007", "Python 2.7 pywin32-218",
        "Oracle JInitiator 1.3.1.9", "Oracle VM VirtualBox Guest Additions 5.2.8", "Notepad2",
        "Windows Internet Explorer Administration Kit 8", "Microsoft SQL Server Management Studio - 18.9",
        "Microsoft SQL Server Compact 3.5 SP2 ENU", "Skype for Business 2016", "MySQL Connector/ODBC 5.3",
        "Mozilla Firefox Plugin", "Adobe Reader Speech", "ActivePerl 5.8.8 Build 817", "Windows Media Player 10"}) {
    const ProgramEntry entry = recognise_program(catalogue, name, "", "");
    const bool dated = entry.cycle != nullptr;
    CHECK_MESSAGE(!dated, name);
  }
}

struct Tally {
  std::size_t entries = 0, matched = 0, set_aside = 0;
};

void count(simdjson::ondemand::array softwares, const ProgramCatalogue& catalogue, Tally& tally) {
  for (auto software : softwares) {
    std::string name, publisher, version;
    for (auto field : software.get_object()) {
      const std::string_view key = field.unescaped_key();
      std::string* to = key == "name" ? &name : key == "publisher" ? &publisher : key == "version" ? &version : nullptr;
      std::string_view text;
      if (to != nullptr && field.value().get_string().get(text) == simdjson::SUCCESS) *to = text;
    }
    const ProgramEntry entry = recognise_program(catalogue, name, publisher, version);
    tally.entries++;
    if (entry.program != nullptr) tally.matched++;
    if (entry.program == nullptr && entry.kind != lifecycle::EntryKind::unmatched) tally.set_aside++;
    CHECK_MESSAGE(entry.kind == lifecycle::EntryKind::unmatched, name);
  }
}

TEST_CASE("packages of Linux are no programs that we know, whatever they are called") {
  const std::filesystem::path folder = shared_data() / "inventories" / "glpi";
  if (!std::filesystem::exists(folder)) {
    MESSAGE("not checked: no lists of programs at ", folder.string());
    return;
  }
  const ProgramCatalogue catalogue = shipped().catalogue.programs;
  Tally tally;
  for (const char* name : {"computer_1.json", "computer_1_partial_softs.json", "computer_3.json"}) {
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(*read_file(folder / name));
    auto document = parser.iterate(padded);
    count(document["content"]["softwares"].get_array(), catalogue, tally);
  }
  CHECK(tally.entries == 3045);
  CHECK(tally.matched == 0);
  CHECK(tally.set_aside == 0);
}

}  // namespace
}  // namespace shoal::knowledge
