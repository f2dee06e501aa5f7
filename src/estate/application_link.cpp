#include "estate/application_link.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

constexpr std::array<std::string_view, 4> named_by_words = {"person", "code", "product", "file"};

// Forms of companies: they tell nobody apart.
constexpr std::string_view company_forms[] = {
    "inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc",
    "llp", "plc",          "gmbh", "ag",          "kg", "sa",      "sas", "srl",     "spa",
    "bv",  "nv",           "ab",   "as",          "oy", "pty",     "pte", "the"};

// In lower case, without forms of companies; letters outside ASCII are letters. A point belongs to no word.
std::vector<std::string> words_of_publisher(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const char lower = lower_ascii(c);
    const bool letter = (lower >= 'a' && lower <= 'z') || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      words.back() += lower;
    } else if (c != '.' && !words.back().empty()) {
      words.emplace_back();
    }
  }
  std::erase_if(words, [](const std::string& word) {
    return word.empty() ||
           std::find(std::begin(company_forms), std::end(company_forms), word) != std::end(company_forms);
  });
  return words;
}

}  // namespace

std::string_view spelled(NamedBy by) { return named_by_words[static_cast<std::size_t>(by)]; }

std::optional<NamedBy> named_by(std::string_view word) {
  const auto at = std::find(named_by_words.begin(), named_by_words.end(), word);
  if (at == named_by_words.end()) return std::nullopt;
  return static_cast<NamedBy>(at - named_by_words.begin());
}

std::optional<bool> is_same_publisher(std::string_view one, std::string_view other) {
  const std::vector<std::string> a = words_of_publisher(one), b = words_of_publisher(other);
  if (a.empty() || b.empty()) return std::nullopt;
  return std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
}

ProgramLinker::ProgramLinker(const Applications& applications) : applications_(applications) {
  for (std::size_t i = 0; i < applications.found.size(); i++) by_key_.emplace(applications.found[i].key, i);
}

void ProgramLinker::try_name(const ToldName& told, Linked& linked) const {
  const std::string key = told.by == NamedBy::code ? lower_ascii(told.name) : application_key(told.name);
  const auto at = key.empty() ? by_key_.end() : by_key_.find(key);
  if (at == by_key_.end()) {
    if (told.by == NamedBy::person)
      linked.doubts.push_back(told.place + " says " + told.name + ", which no device lists");
    return;
  }
  const Application& application = applications_.found[at->second];
  const auto link = [&](const std::string& why) { linked.links.push_back({at->second, why}); };
  if (told.by == NamedBy::person) return link(told.place + " says so");
  if (told.by == NamedBy::code) return link(told.place + " is listed");
  bool told_any = false;
  for (const Counted& publisher : application.publishers) {
    const auto same = is_same_publisher(told.publisher, publisher.text);
    if (same && *same) return link(told.place + " has its name, and the publisher is " + told.publisher);
    told_any = told_any || same.has_value();
  }
  if (told_any)
    return linked.doubts.push_back(told.place + " has the name of " + application.name + ", but the publisher is " +
                                   told.publisher);
  link(told.place + " has its name; " +
       (told.publisher.empty() ? "it does not tell a publisher" : "no device tells its publisher"));
}

Linked ProgramLinker::link(std::span<const ToldName> names) const {
  Linked linked;
  for (const NamedBy by : {NamedBy::person, NamedBy::code, NamedBy::product, NamedBy::file}) {
    bool asked = false;
    for (const ToldName& told : names)
      if (told.by == by) {
        asked = true;
        try_name(told, linked);
      }
    if (!linked.links.empty() || (asked && by == NamedBy::person)) break;
  }
  std::stable_sort(linked.links.begin(), linked.links.end(),
                   [](const ProgramLink& a, const ProgramLink& b) { return a.application < b.application; });
  linked.links.erase(std::unique(linked.links.begin(), linked.links.end(),
                                 [](const auto& a, const auto& b) { return a.application == b.application; }),
                     linked.links.end());
  return linked;
}

}  // namespace shoal::estate
