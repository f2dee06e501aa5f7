// What tests ask of a page as text: whether it holds what it should, and is well formed.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace shoal::report {

/// What of `texts` is not in `page`, a line each.
inline std::string lacking(const std::string& page, const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts)
    if (page.find(text) == std::string::npos) all += text + "\n";
  return all;
}

/// The tags that are open at the end, or the first that is closed out of its turn; empty where each is closed in its
/// turn.
inline std::string unclosed(const std::string& page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<', 15); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos) return "a tag that does not end";
    std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
    if (tag.ends_with('/')) continue;
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || "/" + open.back() != tag) {
      return tag;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

/// The values of each attribute `name`, in their order.
inline std::vector<std::string> values_of(const std::string& page, const std::string& name) {
  std::vector<std::string> values;
  const std::string begin = " " + name + "=\"";
  for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1))
    values.push_back(page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size()));
  return values;
}

/// Ids that stand twice, and links that lead nowhere, a line each.
inline std::string broken_links(const std::string& page) {
  std::vector<std::string> ids = values_of(page, "id");
  std::sort(ids.begin(), ids.end());
  std::string all;
  for (auto at = std::adjacent_find(ids.begin(), ids.end()); at != ids.end();
       at = std::adjacent_find(at + 1, ids.end()))
    all += "twice: " + *at + "\n";
  for (const std::string& link : values_of(page, "href"))
    if (link != "data:," && !std::binary_search(ids.begin(), ids.end(), link.substr(1)))
      all += "nowhere: " + link + "\n";
  return all;
}

}  // namespace shoal::report
