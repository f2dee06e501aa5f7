#include "estate/applications.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

// Gives texts numbers, in the order in which they come.
class Texts {
 public:
  std::uint32_t number_of(std::string_view text) {
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    numbers_.emplace(texts_.emplace_back(text), number);
    return number;
  }
  const std::string& operator[](std::uint32_t number) const { return texts_[number]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;                                // A deque, since what is in it never moves.
  std::unordered_map<std::string_view, std::uint32_t> numbers_;  // Views of texts_.
};

// Gives pairs of numbers numbers.
class PairNumbers {
 public:
  // The number, and whether the pair is new.
  std::pair<std::uint32_t, bool> number_of(std::uint32_t first, std::uint32_t second) {
    const auto [at, fresh] = numbers_.try_emplace(std::uint64_t{first} << 32U | second, size_);
    if (fresh) size_++;
    return {at->second, fresh};
  }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
  std::uint32_t size_ = 0;
};

// What is told of applications in texts, each counted by devices.
enum Topic : std::size_t { called, spelling, version, publisher, topic_count };

// A text that is told of an application. A device counts once, however many of its entries tell it.
struct Telling {
  std::uint32_t application = 0, text = 0;
  std::uint32_t counted_in = 0;  // The list that it was counted in last; 0 for none.
  std::uint64_t devices = 0;
};

// An entry as it may stand in many lists: what it means is found out once.
struct Entry {
  enum class Means : std::uint8_t { application, apart, unnamed };
  Means means = Means::unnamed;
  std::uint32_t application = 0;
  std::array<std::uint32_t, topic_count> tellings{};  // Positions, one for each topic.
};

// A list of programs, and how many devices share it: those of one image.
struct ProgramList {
  const Known* known = nullptr;
  std::uint64_t devices = 0;
  std::vector<std::uint32_t> applications = {};  // Each once.
};

class Gatherer {
 public:
  Gatherer(std::span<const Device> devices, const IsApart& is_apart) : devices_(devices), is_apart_(is_apart) {}

  Applications gathered() {
    const std::vector<std::uint32_t> list_of = find_lists();
    for (std::uint32_t i = 0; i < lists_.size(); i++) count(lists_[i], i + 1);
    for (std::uint32_t i = 0; i < devices_.size(); i++)
      if (list_of[i] > 0)
        for (const std::uint32_t application : lists_[list_of[i] - 1].applications)
          made_.found[application].devices.push_back(i);
    for (std::size_t topic = 0; topic < topic_count; topic++) tell(static_cast<Topic>(topic));
    count_users();
    std::sort(made_.found.begin(), made_.found.end(), [](const Application& a, const Application& b) {
      return a.devices.size() != b.devices.size() ? a.devices.size() > b.devices.size() : a.key < b.key;
    });
    return std::move(made_);
  }

 private:
  // For each device one more than the position of its list, 0 where nobody lists its programs.
  std::vector<std::uint32_t> find_lists() {
    std::unordered_map<const Known*, std::uint32_t> met;
    std::vector<std::uint32_t> list_of(devices_.size(), 0);
    made_.devices = devices_.size();
    for (std::size_t i = 0; i < devices_.size(); i++) {
      const Known& known = *devices_[i].known;
      if (!known.programs_listed) continue;
      made_.devices_listed++;
      const auto [at, fresh] = met.try_emplace(&known, static_cast<std::uint32_t>(lists_.size()));
      if (fresh) lists_.push_back({&known});
      lists_[at->second].devices++;
      list_of[i] = at->second + 1;
    }
    return list_of;
  }

  // Counts the entries of a list for all devices that share it; `number` is the list's own, and never 0.
  void count(ProgramList& list, std::uint32_t number) {
    bool unnamed = false;
    for (const InstalledProgram& program : list.known->programs) {
      const Entry& entry = entry_of(program);
      made_.entries += list.devices;
      if (entry.means == Entry::Means::apart) {
        made_.entries_apart += list.devices;
      } else if (entry.means == Entry::Means::unnamed) {
        made_.entries_unnamed += list.devices;
        unnamed = true;
      } else {
        made_.entries_of_applications += list.devices;
        count_tellings(entry, list, number);
      }
    }
    if (unnamed) made_.devices_with_unnamed += list.devices;
  }

  void count_tellings(const Entry& entry, ProgramList& list, std::uint32_t number) {
    if (std::exchange(listed_in_[entry.application], number) != number) list.applications.push_back(entry.application);
    for (std::size_t topic = 0; topic < topic_count; topic++) {
      Telling& telling = tellings_[topic][entry.tellings[topic]];
      if (std::exchange(telling.counted_in, number) != number) telling.devices += list.devices;
    }
  }

  const Entry& entry_of(const InstalledProgram& program) {
    const std::uint32_t listed = texts_.number_of(program.name), by = texts_.number_of(trimmed(program.publisher)),
                        told = texts_.number_of(trimmed(program.version));
    const auto [of_publisher, first] = named_.number_of(listed, by);
    if (first) meanings_.push_back(meaning_of(program, listed, by));
    const auto [at, fresh] = versioned_.number_of(of_publisher, told);
    if (fresh) {
      Entry entry = meanings_[of_publisher];
      if (entry.means == Entry::Means::application) {
        const std::string version_told = version_of(program);
        entry.tellings[version] = telling_of(version, entry.application, texts_.number_of(version_told));
      }
      entries_.push_back(entry);
    }
    return entries_[at];
  }

  // All but the version.
  Entry meaning_of(const InstalledProgram& program, std::uint32_t listed, std::uint32_t by) {
    Entry entry;
    const std::string name = parts_of_name(program.name).name;
    if (name.empty()) return entry;
    entry.means = is_apart_(program) ? Entry::Means::apart : Entry::Means::application;
    if (entry.means == Entry::Means::apart) return entry;
    entry.application = keys_.number_of(lower_ascii(name));
    if (entry.application == made_.found.size()) {
      made_.found.emplace_back().key = keys_[entry.application];
      listed_in_.push_back(0);
    }
    entry.tellings[called] = telling_of(called, entry.application, texts_.number_of(name));
    entry.tellings[spelling] = telling_of(spelling, entry.application, listed);
    entry.tellings[publisher] = telling_of(publisher, entry.application, by);
    return entry;
  }

  std::uint32_t telling_of(Topic topic, std::uint32_t application, std::uint32_t text) {
    const auto [at, fresh] = telling_numbers_[topic].number_of(application, text);
    if (fresh) tellings_[topic].push_back({application, text});
    return at;
  }

  // What one topic of each application is told to be.
  void tell(Topic topic) {
    std::vector<std::vector<Counted>> told(made_.found.size());
    for (const Telling& each : tellings_[topic]) told[each.application].push_back({texts_[each.text], each.devices});
    for (std::size_t i = 0; i < told.size(); i++) {
      std::sort(told[i].begin(), told[i].end(), [](const Counted& a, const Counted& b) {
        return a.devices != b.devices ? a.devices > b.devices : a.text < b.text;
      });
      keep(topic, std::move(told[i]), made_.found[i]);
    }
  }

  static void keep(Topic topic, std::vector<Counted>&& told, Application& application) {
    switch (topic) {
      case called:
        application.name = std::move(told.front().text);
        return;
      case spelling:
        application.spellings = std::move(told);
        return;
      case version:
        for (const Counted& each : told) application.installations += each.devices;
        application.versions = std::move(told);
        return;
      case publisher:
        application.publishers = std::move(told);
        return;
      case topic_count:
        return;
    }
  }

  void count_users() {
    Texts users;
    std::vector<std::vector<std::uint32_t>> users_of(devices_.size());
    for (std::size_t i = 0; i < devices_.size(); i++)
      for (const Tag& tag : *devices_[i].tags)
        if (tag.key == "user") users_of[i].push_back(users.number_of(lower_ascii(tag.value)));
    // For each user, the application that it was counted for last, its position and one.
    std::vector<std::size_t> counted(users.size(), 0);
    for (std::size_t i = 0; i < made_.found.size(); i++) {
      Application& application = made_.found[i];
      for (const std::uint32_t device : application.devices) {
        if (users_of[device].empty()) application.devices_without_user++;
        for (const std::uint32_t user : users_of[device])
          if (std::exchange(counted[user], i + 1) != i + 1) application.users++;
      }
    }
  }

  std::span<const Device> devices_;
  const IsApart& is_apart_;
  Texts keys_;   // made_.found[i] is the application of keys_[i], until it is sorted.
  Texts texts_;  // All others.
  std::vector<ProgramList> lists_;
  std::vector<std::uint32_t> listed_in_;  // For each application, the list that it was met in last; 0 for none.
  PairNumbers named_;                     // Names with publishers.
  std::vector<Entry> meanings_;           // By those numbers; without a version.
  PairNumbers versioned_;                 // Those numbers with versions.
  std::vector<Entry> entries_;            // By the latter.
  std::array<PairNumbers, topic_count> telling_numbers_;  // Applications with texts.
  std::array<std::vector<Telling>, topic_count> tellings_;
  Applications made_;
};

}  // namespace

Applications applications_of(std::span<const Device> devices, const IsApart& is_apart) {
  return Gatherer(devices, is_apart).gathered();
}

std::optional<std::size_t> find_application(const Applications& applications, std::string_view name) {
  const std::string key = application_key(name);
  const auto found = std::find_if(applications.found.begin(), applications.found.end(),
                                  [&](const Application& each) { return each.key == key; });
  if (found == applications.found.end()) return std::nullopt;
  return static_cast<std::size_t>(found - applications.found.begin());
}

Ownership match_owners(const Applications& applications, std::span<const OwnedApplication> rows) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < applications.found.size(); i++) at.emplace(applications.found[i].key, i);
  Ownership made;
  made.row_of.resize(applications.found.size());
  for (std::size_t i = 0; i < rows.size(); i++) {
    const auto meant = at.find(application_key(rows[i].application));
    if (meant == at.end() || made.row_of[meant->second]) {
      made.unmatched.push_back(i);
    } else {
      made.row_of[meant->second] = i;
      made.matched++;
    }
  }
  return made;
}

}  // namespace shoal::estate
