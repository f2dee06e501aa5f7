#include "estate/application_name.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "base/text.hpp"

namespace shoal::estate {
namespace {

// The name that is left, and the version that was taken off where there was one.
std::string spelled(std::string_view observed) {
  const NameParts made = parts_of_name(observed);
  return made.name + (made.version.empty() ? "" : " | " + made.version);
}

TEST_CASE("versions, bit widths, languages and punctuation behind a name make no other application") {
  const std::pair<const char*, const char*> cases[] = {
      {"HOLMES 2 v4.1.3", "HOLMES 2 | 4.1.3"},
      {"HOLMES 2 4.2", "HOLMES 2 | 4.2"},
      {"HOLMES 2, Version 4", "HOLMES 2 | 4"},
      {"HOLMES 2 v4", "HOLMES 2 | 4"},
      {"HOLMES 2 Build 17", "HOLMES 2"},
      {"7-Zip 19.00 (x64)", "7-Zip | 19.00"},
      {"7-Zip 19.00 (x64 edition)", "7-Zip | 19.00"},
      {"7-Zip 9.20", "7-Zip | 9.20"},
      {"Adobe Reader X (10.1.3) - Deutsch", "Adobe Reader X | 10.1.3"},
      {"Adobe Reader XI (11.0.08)", "Adobe Reader XI | 11.0.08"},
      {"Java(TM) 6 Update 31 (64-bit)", "Java 6"},
      {"LibreOffice 7.0 Help Pack (German)", "LibreOffice 7.0 Help Pack"},
      {"Microsoft Office 365 ProPlus - en-us", "Microsoft Office 365 ProPlus"},
      {"Microsoft Office Professional Plus 2010 Service Pack 2", "Microsoft Office Professional Plus 2010"},
      {"Microsoft SQL Server 2008 R2 SP1 (64 bit)", "Microsoft SQL Server 2008 R2"},
      {"Microsoft Visual C++ 2008 Redistributable - x64 9.0.30729.17",
       "Microsoft Visual C++ 2008 Redistributable | 9.0.30729.17"},
      {"Mozilla Firefox 140.0 (x64 en-GB)", "Mozilla Firefox | 140.0"},
      {"Mozilla Firefox (3.6.3) (de)", "Mozilla Firefox | 3.6.3"},
      {"Mozilla Firefox 3.6.3 (de)", "Mozilla Firefox | 3.6.3"},
      {"Mozilla Firefox (x64 de)", "Mozilla Firefox"},
      {"OpenSSL 1.0.2k-fips [x86]", "OpenSSL | 1.0.2k-fips"},
      {"Custody Suite -", "Custody Suite"},
  };
  for (const auto& [observed, expected] : cases) CHECK(spelled(observed) == expected);
}

TEST_CASE("a whole number belongs to the name, and so does what stands in the middle") {
  for (const char* name :
       {"HOLMES 2", "Windows 7 USB/DVD Download Tool", "Microsoft Office 2010", "Microsoft Office 2016",
        "Microsoft SQL Server 2008 R2", "Web 2.0 Calculator", "Notepad++", "Yahoo!", "Learn German", "Payroll (HR)",
        "Rota (co-op)", "Log Viewer (remove only)", "Python 3.8.2 Core Interpreter"})
    CHECK(spelled(name) == name);
}

TEST_CASE("case and blanks make no other application, marks of ownership neither, letters outside ASCII stay") {
  CHECK(application_key("  holmes\t2 ") == application_key("HOLMES  2"));
  CHECK(spelled("Intel\xC2\xAE PRO\xC2\xA0Tools (R)") == "Intel PRO Tools");
  CHECK(spelled("Dépôt général 2.1 (Français)") == "Dépôt général | 2.1");
  CHECK(spelled("Учёт 7.7 (x86)") == "Учёт | 7.7");
  CHECK(spelled("一太郎 2010") == "一太郎 2010");
  // Case is folded in ASCII alone, as everywhere in shoal.
  CHECK(application_key("ÉTAT") != application_key("état"));
}

TEST_CASE("something stays of every name, and a blank one is empty") {
  CHECK(spelled("7.0") == "7.0");
  CHECK(spelled("x64") == "x64");
  CHECK(spelled("(x64)") == "(x64)");
  CHECK(spelled("v4.1 (x64)") == "v4.1");
  CHECK(spelled("---") == "---");
  CHECK(spelled(" \t\xC2\xA0") == "");
  CHECK(spelled("") == "");
}

TEST_CASE("the version of a program is its own field, else what stands behind the name") {
  CHECK(version_of({"HOLMES 2 4.2", "", " 4.2.0.7 ", 0}) == "4.2.0.7");
  CHECK(version_of({"HOLMES 2 4.2", "", "", 0}) == "4.2");
  CHECK(version_of({"HOLMES 2", "", "", 0}).empty());
}

TEST_CASE("taking a name apart again changes nothing, and neither case nor blanks do") {
  const std::string_view pieces[] = {"HOLMES", "2",   " ",   "  ", "v4.1",    "4.2",   "(",
                                     ")",      "x64", "-",   ",",  "de",      "en-GB", "Version",
                                     "SP",     "1",   "bit", "64", "edition", "ü",     "(TM)"};
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 20'000; round++) {
    std::string name;
    for (std::uint64_t left = random.below(9); left > 0; left--) {
      name += pieces[random.below(std::size(pieces))];
      if (random.chance(0.6)) name += ' ';
    }
    CAPTURE(name);
    const NameParts made = parts_of_name(name);
    REQUIRE(parts_of_name(made.name).name == made.name);
    REQUIRE(application_key(made.name) == application_key(name));
    REQUIRE(application_key(lower_ascii(name)) == application_key(name));
    REQUIRE(application_key("\t" + name + "  ") == application_key(name));
  }
}

}  // namespace
}  // namespace shoal::estate
