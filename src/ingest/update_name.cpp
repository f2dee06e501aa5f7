#include "ingest/update_name.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

std::string_view without_prefix(std::string_view text) {
  for (const std::string_view prefix : {"KB", "Q", "M", "S"})
    if (equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return text.substr(prefix.size());
  return text;
}

// "File 1": the name of a registry key under the update's own, which old Windows reports in place of the update.
bool is_file_number(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == 0 || blank == text.npos) return false;
  const std::string_view number = text.substr(blank + 1);
  return !number.empty() && number.size() <= 3 && digits_at_start(number) == number &&
         std::none_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(blank), is_digit);
}

}  // namespace

EntryName read_entry_name(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || is_file_number(text)) return {EntryKind::nameless, {}};
  const std::string_view rest = without_prefix(text);
  const std::string_view digits = digits_at_start(rest);
  const auto number = parse_number(digits);
  if (digits.size() < 5 || digits.size() > 8 || !number || digits.front() == '0') return {};

  EntryName entry{EntryKind::named, {}};
  entry.update.kb = *number;
  std::string_view variant = rest.substr(digits.size());
  variant = variant.substr(0, std::min(variant.find_first_of(" \t\r\n"), variant.find("\xC2\xA0")));
  while (variant.starts_with('-') || variant.starts_with('_')) variant.remove_prefix(1);
  entry.update.variant = variant;
  return entry;
}

void EntryCollector::add(EntryName entry) {
  claims_->entries++;
  if (entry.kind == EntryKind::nameless) claims_->entries_nameless++;
  if (entry.kind != EntryKind::named) return;
  if (known_.insert({entry.update.kb, entry.update.variant}).second)
    claims_->updates.push_back(std::move(entry.update));
}

}  // namespace shoal::ingest
