#include "inspect/installer.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;
using shoal::readiness::FactKind;
using shoal::readiness::FactSheet;

TEST_CASE("setup programs are told by what stands behind them") {
  const auto marks = [](const std::string& program, const std::string& behind) {
    const std::string file = program + behind;
    FactSheet sheet;
    if (!behind.empty()) sheet.add(FactKind::overlay, {}, {}, behind.size(), program.size());
    Work work(file_steps_max);
    read_installer_marks(Span(file), work, sheet);
    const auto told = sheet.first(FactKind::installer);
    return told ? to_line(*told) : "";
  };
  const std::string nsis = "\4\0\0\0\xEF\xBE\xAD\xDENullsoftInst.."s, inno = "Inno Setup Setup Data (5.1.2)\0"s;
  CHECK(marks("MZ..", nsis) == "installer nsis @0x4");
  CHECK(marks("MZ..", std::string(512, '\0') + nsis) == "installer nsis @0x4");
  CHECK(marks("MZ..", inno) == "installer inno 5.1.2 @0x4");
  CHECK(marks("MZ..", std::string(std::size_t{3} << 20U, '.') + inno) == "installer inno 5.1.2 @0x4");
  CHECK(marks("MZ..rDlPtS\xCD\xE6\xD7\x7B", "data") == "installer inno @0xe");
  CHECK(marks("MZ..", "nothing") == "");
  // A program that knows such files is none.
  CHECK(marks("MZ" + nsis + inno + "rDlPtS\xCD\xE6\xD7\x7B", "") == "");
}

}  // namespace
