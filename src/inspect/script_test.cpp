#include "inspect/script.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace {

using namespace shoal::inspect;

std::string script_facts(std::string_view text, std::string_view name) {
  std::vector<std::string> words = {"wmic", "net send", "powershell -version 2", "edit", ".vbs", "cscript"};
  std::sort(words.begin(), words.end());
  Work work(file_steps_max);
  shoal::readiness::FactSheet sheet;
  read_script(text, name, words, work, sheet);
  return shoal::readiness::to_lines(sheet);
}

TEST_CASE("a word is found where it is run, with its line") {
  CHECK(script_facts("@echo off\r\nWMIC os get caption\r\n  net.exe   send * hello\r\n", "a.bat") ==
        "script batch\nword wmic \"WMIC os get caption\" @0x2\nword \"net send\" \"net.exe   send * hello\" @0x3\n");
  CHECK(script_facts("start cscript.exe x.vbs", "a.cmd") ==
        "script batch\nword cscript \"start cscript.exe x.vbs\" @0x1\nword .vbs \"start cscript.exe x.vbs\" @0x1\n");
}

TEST_CASE("a word within another word is not that word") {
  CHECK(script_facts("call editor\nset credit=1\nc:\\edit.com x\nfoo_edit\n", "a.bat") ==
        "script batch\nword edit \"c:\\\\edit.com x\" @0x3\n");
}

TEST_CASE("what stands in a comment is not run") {
  CHECK(script_facts("rem wmic\n:: wmic\n@REM wmic\n", "a.bat") == "script batch\n");
  CHECK(script_facts("' wmic\nx = \"'wmic\" ' edit\nRem wmic\n", "a.vbs") ==
        "script vbscript\nword wmic \"x = \\\"'wmic\\\" ' edit\" @0x2\n");
  CHECK(script_facts("// wmic\n/* wmic\nwmic */ run('edit')\n", "a.js") ==
        "script jscript\nword edit \"wmic */ run('edit')\" @0x3\n");
  CHECK(script_facts("wm/* */ic\n", "a.js") == "script jscript\n");
  CHECK(script_facts("# wmic\n<# wmic\n#> powershell  -version 2 # edit\n", "a.ps1") ==
        "script powershell\nword \"powershell -version 2\" \"#> powershell  -version 2 # edit\" @0x3\n");
  CHECK(script_facts(
            "<!-- wmic -->\n<script language=\"VBScript\">\n<!--\nrun \"wmic\" ' edit\n' edit\n-->\n</script>\n"
            "edit <!--\nwmic\n-->",
            "a.hta") == "script hta\nword wmic \"run \\\"wmic\\\" ' edit\" @0x4\nword edit \"edit <!--\" @0x8\n");
}

TEST_CASE("a script is known without its name where only that language has it so") {
  CHECK(script_language("@ECHO OFF\r\ndir", "x") == "batch");
  CHECK(script_language("Option Explicit\nSet a = CreateObject(\"b\")", "x") == "vbscript");
  CHECK(script_language("<html><script type='text/vbscript'>", "x.htm") == "html");
  CHECK(script_language("<html><script>", "x.htm") == "");
  CHECK(script_language("<package><job id='a'><script language='JScript'>", "x") == "wsf");
  CHECK(script_language("<html><HTA:APPLICATION id='a'>", "x") == "hta");
  CHECK(script_language("Dear all", "x.txt") == "");
  CHECK(script_language(std::string(4, '\0'), "x.bat") == "");
}

TEST_CASE("a script in UTF-16, and one that is encoded") {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("wmic\r\n")) wide += {c, '\0'};
  CHECK(script_facts(wide, "a.bat") == "script batch\nword wmic wmic @0x1\n");
  CHECK(script_facts("#@~^fgAAAA==", "a.vbe") == "script vbscript\nunread words \"the script is encoded\"\n");
}

TEST_CASE("a word on very many lines is told for the first of them") {
  std::string text;
  for (int i = 0; i < 100; i++) text += "wmic\n";
  const std::string facts = script_facts(text, "a.bat");
  CHECK(std::count(facts.begin(), facts.end(), '\n') == 1 + static_cast<long>(hits_max));
}

}  // namespace
