#include "inspect/inf.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "inspect/letters.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

// "key = value", or a value alone.
struct Line {
  std::string key, value;
};

std::string_view without_comment(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); i++) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ';' && !quoted) return line.substr(0, i);
  }
  return line;
}

std::string unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return lower_ascii(text);
}

class InfReader {
 public:
  InfReader(Work& work, readiness::FactSheet& sheet) : work_(&work), sheet_(&sheet) {}

  void read(std::string_view text) {
    std::vector<Line>* section = nullptr;
    while (!text.empty()) {
      const std::string_view raw = take_line(text);
      if (!work_->spend(30 + raw.size() / 4)) return sheet_->add(FactKind::unread, "inf", "more than a file may take");
      const std::string_view line = trimmed(without_comment(raw));
      if (line.starts_with('[') && line.ends_with(']')) {
        section = &sections_[unquoted(line.substr(1, line.size() - 2))];
      } else if (section != nullptr && !line.empty()) {
        const auto equals = line.find('=');
        if (equals == line.npos) {
          section->push_back({"", std::string(line)});
        } else {
          section->push_back({unquoted(line.substr(0, equals)), std::string(trimmed(line.substr(equals + 1)))});
        }
      }
    }
    add_version();
    add_files();
  }

 private:
  // "%name%" as the Strings section has it.
  std::string expanded(std::string_view value) const {
    std::string plain = unquoted(value);
    if (plain.size() < 3 || plain.front() != '%' || plain.back() != '%') return plain;
    const auto strings = sections_.find("strings");
    if (strings == sections_.end()) return plain;
    for (const Line& line : strings->second)
      if (line.key == plain.substr(1, plain.size() - 2)) return unquoted(line.value);
    return plain;
  }

  void add_version() {
    const auto version = sections_.find("version");
    if (version == sections_.end()) return;
    for (const std::string_view key : {"class", "signature"})
      for (const Line& line : version->second)
        if (line.key == key) {
          sheet_->add(FactKind::inf, key, expanded(line.value));
          break;
        }
  }

  void add_file(std::string_view name) {
    name = trimmed(name);
    const std::string plain = unquoted(name.substr(std::min(name.find_last_of('\\') + 1, name.size())));
    if (!plain.empty() && files_.insert(plain).second) sheet_->add(FactKind::inf, "file", plain);
  }

  // "driver.sys,driver.sy_,,2": the name on the machine comes first.
  void add_copied(const std::string& section) {
    const auto found = sections_.find(section);
    if (found == sections_.end() || !copied_.insert(section).second) return;
    for (const Line& line : found->second)
      if (line.key.empty() && work_->spend(20)) add_file(std::string_view(line.value).substr(0, line.value.find(',')));
  }

  void add_files() {
    for (const auto& [name, lines] : sections_) {
      const bool names_files = name == "sourcedisksfiles" || name.starts_with("sourcedisksfiles.");
      for (const Line& line : lines) {
        if (!work_->spend(5)) return;
        if (names_files && !line.key.empty()) add_file(line.key);
        if (line.key == "servicebinary") add_file(line.value);
        if (line.key != "copyfiles") continue;
        for (std::string_view rest = line.value; !rest.empty() && work_->spend(30);) {
          const std::string_view what = trimmed(rest.substr(0, rest.find(',')));
          rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
          if (what.starts_with('@')) {
            add_file(what.substr(1));
          } else {
            add_copied(unquoted(what));
          }
        }
      }
    }
  }

  Work* work_;
  readiness::FactSheet* sheet_;
  std::map<std::string, std::vector<Line>> sections_;
  std::set<std::string> files_, copied_;
};

}  // namespace

void read_inf(std::string_view bytes, Work& work, readiness::FactSheet& sheet) {
  if (bytes.size() > inf_bytes_max) return sheet.add(FactKind::unread, "inf", "longer than 8 MiB");
  if (!work.spend(bytes.size() / 64)) return;
  InfReader(work, sheet).read(utf8_of_text(bytes));
}

}  // namespace shoal::inspect
