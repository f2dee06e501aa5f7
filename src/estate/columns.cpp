#include "estate/columns.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

constexpr std::array<std::string_view, attribute_count> attribute_names = {"name",
                                                                           "dns-name",
                                                                           "account-name",
                                                                           "distinguished-name",
                                                                           "resource",
                                                                           "os-name",
                                                                           "os-edition",
                                                                           "os-version",
                                                                           "os-build",
                                                                           "os-revision",
                                                                           "service-pack",
                                                                           "service-pack-or-none",
                                                                           "architecture",
                                                                           "last-seen",
                                                                           "updates",
                                                                           "installed-on",
                                                                           "program",
                                                                           "program-version",
                                                                           "program-publisher",
                                                                           "enabled",
                                                                           "account-control",
                                                                           "serial",
                                                                           "uuid",
                                                                           "mac",
                                                                           "asset-tag",
                                                                           "sid",
                                                                           "guid",
                                                                           "antivirus",
                                                                           "antivirus-day",
                                                                           "disk-encryption",
                                                                           "unused",
                                                                           "tag",
                                                                           "processor",
                                                                           "memory",
                                                                           "memory-gb",
                                                                           "memory-mb",
                                                                           "memory-kb",
                                                                           "disk-gb",
                                                                           "tpm",
                                                                           "firmware",
                                                                           "secure-boot"};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

std::string_view spelled(Attribute attribute) { return attribute_names[static_cast<std::size_t>(attribute)]; }

std::optional<IdentifierKind> identifier_kind(Attribute attribute) {
  if (attribute < Attribute::serial || attribute > Attribute::guid) return std::nullopt;
  return parse_identifier_kind(spelled(attribute));
}

std::string fold_header(std::string_view header) {
  constexpr std::string_view mark = "\xEF\xBB\xBF", no_break_space = "\xC2\xA0", apostrophe = "\xE2\x80\x99";
  constexpr std::string_view dropped = " \t\r\n_-\"'";
  std::string folded;
  while (!header.empty()) {
    bool skipped = false;
    for (const std::string_view skip : {mark, no_break_space, apostrophe}) {
      if (!header.starts_with(skip)) continue;
      header.remove_prefix(skip.size());
      skipped = true;
    }
    if (skipped || header.empty()) continue;
    if (dropped.find(header.front()) == dropped.npos) folded += header.front();
    header.remove_prefix(1);
  }
  folded = lower_ascii(folded);
  if (folded.size() > 1 && folded.back() == '0' && is_letter(folded[folded.size() - 2])) folded.pop_back();
  return folded;
}

std::optional<Meaning> parse_meaning(std::string_view text, const ColumnNames& known) {
  constexpr std::string_view tag = "tag:";
  const std::string word = lower_ascii(trimmed(text));
  if (word.starts_with(tag)) {
    const std::string key(trimmed(std::string_view(word).substr(tag.size())));
    return key.empty() ? std::nullopt : std::optional(Meaning{Attribute::tag, key});
  }
  for (std::size_t i = 0; i < attribute_count; i++)
    if (attribute_names[i] == word && static_cast<Attribute>(i) != Attribute::tag)
      return Meaning{static_cast<Attribute>(i), {}};
  for (const ColumnName& name : known.names)
    if (name.meaning.attribute == Attribute::tag && name.meaning.tag == word) return name.meaning;
  return std::nullopt;
}

std::vector<std::string> meanings(const ColumnNames& known) {
  std::vector<std::string> words(attribute_names.begin(), attribute_names.end());
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(Attribute::tag));
  const auto attributes = static_cast<std::ptrdiff_t>(words.size());
  for (const ColumnName& name : known.names)
    if (name.meaning.attribute == Attribute::tag) words.push_back(name.meaning.tag);
  std::sort(words.begin() + attributes, words.end());
  words.erase(std::unique(words.begin() + attributes, words.end()), words.end());
  return words;
}

}  // namespace shoal::estate
