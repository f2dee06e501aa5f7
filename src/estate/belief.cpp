#include "estate/belief.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::estate {
namespace {

// How much a claim tells: a build outweighs a name, and a name nothing.
int told_by(const Observation& seen) {
  if (!seen.claims->os) return 0;
  const OsClaim& os = *seen.claims->os;
  return os.build != 0 ? 3 : !os.version.empty() ? 2 : os.name.empty() ? 0 : 1;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

// The words of a name behind "Windows", without trade marks: "(R)" is no word, and neither is the sign for it.
std::vector<std::string> words_behind_windows(const std::string& name) {
  std::string text = lower_ascii(name);
  const auto windows = text.find("windows");
  if (windows == text.npos) return {};
  text.erase(0, windows + 7);
  for (const std::string_view mark : {"(r)", "(tm)", "\xC2\xAE", "\xE2\x84\xA2"})
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark)) text.replace(at, mark.size(), " ");
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      i++;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) end++;
    words.push_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

// "xp", "8.1", "server 2008 r2": what a name has of a release, the edition aside. Empty where it has none.
std::string release_in(const std::string& name) {
  const std::vector<std::string> words = words_behind_windows(name);
  if (words.empty()) return {};
  if (words[0] != "server") return words[0];
  std::string release = words[0] + (words.size() > 1 ? " " + words[1] : "");
  if (words.size() > 2 && words[2] == "r2") release += " r2";
  return release;
}

template <typename T>
bool same_where_told(const T& a, const T& b, const T& untold) {
  return a == untold || b == untold || a == b;
}

// Positions of the observations, the latest first, of one day the one that tells most of the operating system first.
std::vector<std::size_t> latest_first(const std::vector<Observation>& observations, const std::vector<Day>& days) {
  std::vector<std::size_t> order(observations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return days[a] != days[b] ? days[a] > days[b] : told_by(observations[a]) > told_by(observations[b]);
  });
  return order;
}

}  // namespace

std::string_view spelled(Belief belief) {
  switch (belief) {
    case Belief::overtaken:
      return "overtaken";
    case Belief::outweighed:
      return "outweighed";
    case Belief::counts:
      break;
  }
  return "counts";
}

bool agree(const OsClaim& a, const OsClaim& b) {
  if (a.version.empty() || b.version.empty())
    return same_where_told(release_in(a.name), release_in(b.name), std::string());
  if (a.version != b.version || !same_where_told(a.build, b.build, std::uint32_t{0})) return false;
  return !a.service_pack_told || !b.service_pack_told || a.service_pack == b.service_pack;
}

std::vector<Belief> believe(const std::vector<Observation>& observations, const std::vector<Day>& days) {
  SHOAL_ASSERT(observations.size() == days.size());
  std::vector<Belief> beliefs(observations.size(), Belief::counts);
  std::vector<std::size_t> counting;  // Those that tell an operating system.
  bool any_overtaken = false;
  for (const std::size_t i : latest_first(observations, days)) {
    if (told_by(observations[i]) == 0) continue;
    const auto clash = std::find_if(counting.begin(), counting.end(), [&](std::size_t other) {
      return !agree(*observations[i].claims->os, *observations[other].claims->os);
    });
    if (clash == counting.end()) {
      counting.push_back(i);
    } else {
      beliefs[i] = days[i] == days[*clash] ? Belief::outweighed : Belief::overtaken;
      any_overtaken = any_overtaken || beliefs[i] == Belief::overtaken;
    }
  }
  if (!any_overtaken) return beliefs;
  const Day began = days[counting.back()];  // The earliest, since they were found latest first.
  for (std::size_t i = 0; i < observations.size(); i++)
    if (told_by(observations[i]) == 0 && days[i] < began) beliefs[i] = Belief::overtaken;
  return beliefs;
}

Device combine_believed(std::vector<Observation> observations, const std::vector<Day>& days,
                        std::vector<std::string> joined_by, Combiner& combiner) {
  SHOAL_ASSERT(!observations.empty() && joined_by.size() == observations.size());
  const std::vector<Belief> beliefs = believe(observations, days);
  std::vector<std::size_t> order = latest_first(observations, days);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return beliefs[i] == Belief::counts; });

  std::vector<Observation> counting, others;
  std::vector<std::string> why, why_others;
  std::vector<Belief> believed;
  for (const std::size_t i : order) {
    const bool counts = beliefs[i] == Belief::counts;
    (counts ? counting : others).push_back(std::move(observations[i]));
    (counts ? why : why_others).push_back(std::move(joined_by[i]));
    believed.push_back(beliefs[i]);
  }
  why.erase(why.begin());
  Device device = combiner.combine(std::move(counting), std::move(why));
  if (others.empty()) return device;
  std::move(others.begin(), others.end(), std::back_inserter(device.seen));
  std::move(why_others.begin(), why_others.end(), std::back_inserter(device.joined_by));
  device.believed = std::move(believed);
  return device;
}

}  // namespace shoal::estate
