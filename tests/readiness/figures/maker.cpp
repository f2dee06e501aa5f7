// Writes one made-up file of a kind that no compiler at hand makes: `maker OUT KIND WORD...`, where KIND is clr, vb,
// made (a plain PE), ne, le, mz or msi and each WORD is key=value. cases.py calls it; cases.csv has the words.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/made_compound.hpp"
#include "inspect/made_image.hpp"

namespace {

using namespace shoal::inspect;

struct Word {
  std::string key, value;
};

std::vector<std::string> parts(const std::string& text, char between) {
  std::vector<std::string> found;
  std::size_t begin = 0;
  for (std::size_t end = text.find(between); end != text.npos; end = text.find(between, begin)) {
    found.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  found.push_back(text.substr(begin));
  return found;
}

// "module!function".
MadeImport import_of(const std::string& value) {
  const std::vector<std::string> both = parts(value, '!');
  return {both.front(), {both.back()}};
}

// UTF-16 of ASCII, as .NET keeps its texts.
std::string wide(const std::string& value) {
  std::string made;
  made.reserve(2 * value.size() + 2);
  for (const char c : value) made += {c, '\0'};
  return made + std::string(2, '\0');
}

std::string pe_of(const std::string& kind, const std::vector<Word>& words) {
  MadePe pe;
  if (kind == "clr") {
    pe.clr.emplace();
    pe.imports = {{"mscoree.dll", {"_CorExeMain"}}};
  } else if (kind == "vb") {
    pe.visual_basic.emplace();
    pe.imports = {{"MSVBVM60.DLL", {"ThunRTMain"}}};
  }
  std::string text;
  for (const Word& word : words) {
    if (word.key == "dll") pe.characteristics = 0x2102;
    if (word.key == "console") pe.subsystem = 3;
    if (word.key == "x64") {
      pe.kind = PeKind::pe32_plus;
      pe.machine = 0x8664;
    }
    if (word.key == "delay") pe.delay_imports.push_back(import_of(word.value));
    if (word.key == "version") pe.clr->version = word.value;
    if (word.key == "flags") pe.clr->flags = static_cast<std::uint32_t>(std::stoul(word.value, nullptr, 0));
    if (word.key == "reference") pe.clr->references.push_back(word.value);
    if (word.key == "module") pe.clr->modules.push_back(word.value);
    if (word.key == "control") pe.visual_basic->controls.push_back(word.value);
    if (word.key == "declare") pe.visual_basic->declares.push_back(import_of(word.value));
    if (word.key == "import") pe.imports.push_back(import_of(word.value));
    if (word.key == "manifest") pe.resources.push_back({"#24", "#1", word.value});
    if (word.key == "text") text += word.value + '\0';
    if (word.key == "wide") text += std::string(text.size() % 2, '\0') + wide(word.value);
  }
  if (!text.empty()) pe.sections.push_back({".data", text});
  return made_pe(pe);
}

std::string ne(const std::vector<Word>& words) {
  MadeNe file;
  MadeVersion version;
  for (const Word& word : words) {
    if (word.key == "target") file.target = static_cast<std::uint8_t>(std::stoul(word.value));
    if (word.key == "library") file.is_library = true;
    if (word.key == "module") file.module = word.value;
    if (word.key == "description") file.description = word.value;
    if (word.key == "import") file.imports.push_back({word.value, {"#1"}});
    if (word.key == "product-version")
      version.product = {static_cast<std::uint16_t>(std::stoul(word.value)), 10, 130, 0};
    if (word.key == "product") version.strings.emplace_back("ProductName", word.value);
  }
  if (!version.strings.empty()) {
    version.letters = Letters::narrow;
    file.resources.push_back({"#16", "#1", made_version(version)});
  }
  return made_ne(file);
}

std::string le(const std::vector<Word>& words) {
  MadeLe file;
  for (const Word& word : words)
    if (word.key == "target") {
      file.target = static_cast<std::uint16_t>(std::stoul(word.value));
      file.flags = 0;  // A program.
    }
  return made_le(file);
}

std::string mz(const std::vector<Word>& words) {
  std::string code = "\xB8\x01\x4C\xCD\x21";
  for (const Word& word : words)
    if (word.key == "text") code += word.value + '\0';
  return made_mz(code);
}

MadeColumn column_of(const std::string& told) {
  const std::vector<std::string> both = parts(told, ':');
  const char type = both.back().front();
  return {both.front(), type == 'k' ? made_key : type == 'i' ? made_short : type == 'l' ? made_long : made_text};
}

// table=NAME;column:k;column:t, and row=value;value of the last table.
std::string msi(const std::vector<Word>& words) {
  MadePackage package;
  for (const Word& word : words) {
    if (word.key == "template") package.summary_template = word.value;
    if (word.key == "schema") package.schema = static_cast<std::uint32_t>(std::stoul(word.value));
    const std::vector<std::string> cells = parts(word.value, ';');
    if (word.key == "table") {
      package.tables.push_back({cells.front(), {}, {}});
      for (std::size_t i = 1; i < cells.size(); i++) package.tables.back().columns.push_back(column_of(cells[i]));
    }
    if (word.key != "row" || package.tables.empty()) continue;
    std::vector<MadeCell> row;
    for (std::size_t i = 0; i < cells.size() && i < package.tables.back().columns.size(); i++) {
      const std::uint16_t type = package.tables.back().columns[i].type;
      if (type == made_short || type == made_long)
        row.emplace_back(std::stoi(cells[i]));
      else
        row.emplace_back(cells[i]);
    }
    package.tables.back().rows.push_back(std::move(row));
  }
  return made_package(package);
}

std::string made(const std::string& kind, const std::vector<Word>& words) {
  if (kind == "clr" || kind == "vb" || kind == "made") return pe_of(kind, words);
  if (kind == "ne") return ne(words);
  if (kind == "le") return le(words);
  if (kind == "mz") return mz(words);
  if (kind == "msi") return msi(words);
  std::cerr << "error: no such kind: " << kind << "\n";
  std::exit(2);
}

}  // namespace

int main(int count, char** values) {
  if (count < 3) {
    std::cerr << "usage: maker OUT KIND WORD...\n";
    return 2;
  }
  std::vector<Word> words;
  for (int i = 3; i < count; i++) {
    const std::string word = values[i];
    const std::size_t equals = word.find('=');
    words.push_back({word.substr(0, equals), equals == word.npos ? "" : word.substr(equals + 1)});
  }
  std::ofstream(values[1], std::ios::binary) << made(values[2], words);
  return 0;
}
