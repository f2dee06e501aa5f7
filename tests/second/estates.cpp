// Random small estates, counted by shoal, for a second implementation to count again.
//
//   small_estates check N SEED    counts N of them by every grouping and holds each to its sums
//   small_estates tell N SEED     writes N of them as JSON lines, with what was kept and what was counted
//
// An estate is what a register was told: observations with their day and the day on which we were told, by trails that
// are placed and sometimes moved, and devices that were retired and restored; asked as of one day and as known by one.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/assess.hpp"
#include "base/random.hpp"
#include "base/sha256.hpp"
#include "exposure/count.hpp"
#include "exposure/fields.hpp"
#include "store/memory.hpp"

namespace {

using namespace shoal;

const Day first_day{std::chrono::year(2017) / 1 / 1};
Day day(std::uint64_t number) { return first_day + std::chrono::days(number); }

struct System {
  const char* name;
  const char* version;
  std::uint32_t build, service_pack;
};
constexpr System systems[] = {{"Microsoft Windows XP Professional", "5.1", 2600, 3},
                              {"Microsoft Windows XP Professional", "5.1", 2600, 2},
                              {"Microsoft Windows 8.1 Pro", "6.3", 9600, 0},
                              {"Microsoft Windows 10 Pro", "10.0", 19045, 0},
                              {"Windows XP", "", 0, 0}};

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

// One estate: the register, and all that it was told as JSON.
class Estate {
 public:
  explicit Estate(Random random) : random_(random), store_(store::make_memory_store()) {
    as_of_ = day(random_.below(200));
    known_at_ = day(random_.below(200));
    const std::uint64_t batches = 1 + random_.below(4);
    for (std::uint64_t i = 0, when = 0; i < batches; i++) keep(day(when += random_.below(60)));
  }

  store::Store& store() { return *store_; }
  Day as_of() const { return as_of_; }
  Day known_at() const { return known_at_; }
  std::string told() const {
    return "\"as_of\":" + in_quotes(to_string(as_of_)) + ",\"known_at\":" + in_quotes(to_string(known_at_)) +
           ",\"observations\":[" + observations_ + "],\"placements\":[" + placements_ + "],\"retirements\":[" +
           retirements_ + "]";
  }

 private:
  void keep(Day received) {
    store::Batch batch;
    batch.received = received;
    batch.files.push_back({sha256_hex(std::to_string(random_.next())), "in.txt", 1});
    for (std::uint64_t left = random_.below(7); left > 0; left--) observe(batch);
    if (trails_ > 0 && random_.chance(0.2))
      place(static_cast<store::TrailId>(random_.below(trails_)), static_cast<store::DeviceId>(random_.below(trails_)),
            batch);
    if (trails_ > 0 && random_.chance(0.3)) retire(batch);
    SHOAL_ASSERT(store_->keep(batch));
  }

  void place(store::TrailId trail, store::DeviceId device, store::Batch& batch) {
    batch.placements.push_back({trail, device});
    add(placements_, "{\"trail\":" + std::to_string(trail) + ",\"device\":" + std::to_string(device) +
                         ",\"received\":" + in_quotes(to_string(batch.received)) + "}");
  }

  void retire(store::Batch& batch) {
    const auto trail = static_cast<store::TrailId>(random_.below(trails_));
    const bool retired = random_.chance(0.7);
    const Day from = day(random_.below(200));
    batch.retirements.push_back({{trail}, retired, from, "somebody", "a reason"});
    add(retirements_, "{\"trail\":" + std::to_string(trail) + ",\"retired\":" + (retired ? "true" : "false") +
                          ",\"day\":" + in_quotes(to_string(from)) +
                          ",\"received\":" + in_quotes(to_string(batch.received)) + "}");
  }

  void observe(store::Batch& batch) {
    const auto trail = static_cast<store::TrailId>(std::min<std::uint64_t>(5, random_.below(trails_ + 1)));
    if (trail == trails_) {
      trails_++;
      batch.trails.push_back({trail, "systeminfo", batch.received, batch.received, {}, {}, trail});
      place(trail, trails_ > 1 && random_.chance(0.4) ? static_cast<store::DeviceId>(random_.below(trails_)) : trail,
            batch);
    }
    estate::Observation seen;
    seen.source = "systeminfo";
    seen.file = Shared<std::string>(std::string("in.txt"));
    seen.device = "PC" + std::to_string(trail);
    std::string json = "{\"trail\":" + std::to_string(trail) + ",\"received\":" + in_quotes(to_string(batch.received));
    if (random_.chance(0.85)) {
      seen.seen_on = batch.received - std::chrono::days(random_.below(50));
      seen.seen_by = estate::SeenBy::content;
      json += ",\"seen\":" + in_quotes(to_string(*seen.seen_on));
    }
    estate::Claims claims;
    if (random_.chance(0.85)) {
      const System& system = systems[random_.below(std::size(systems))];
      estate::OsClaim& os = claims.os.emplace();
      os.name = system.name;
      os.version = system.version;
      os.build = system.build;
      os.service_pack = system.service_pack;
      os.service_pack_told = system.build != 0;
      json += ",\"os\":[" + in_quotes(os.name) + "," + in_quotes(os.version) + "," + std::to_string(os.build) + "," +
              std::to_string(os.service_pack) + "," + (os.service_pack_told ? "true" : "false") + "]";
    }
    if (random_.chance(0.3)) {
      claims.protection.push_back({estate::Protection::smb1, random_.chance(0.5), 0});
      json += std::string(",\"smb1\":") + (claims.protection[0].on ? "true" : "false");
    }
    if (random_.chance(0.5)) {
      const std::string site(1, static_cast<char>('A' + random_.below(3)));
      seen.tags = estate::Tags{{"site", site}};
      json += ",\"site\":" + in_quotes(site);
    }
    seen.claims = std::move(claims);
    add(observations_, json + "}");
    batch.observations.push_back({0, trail, std::move(seen)});
  }

  static void add(std::string& list, const std::string& json) { list += (list.empty() ? "" : ",") + json; }

  Random random_;
  std::unique_ptr<store::Store> store_;
  Day as_of_, known_at_;
  std::uint64_t trails_ = 0;
  std::string observations_, placements_, retirements_;
};

std::string counted(const exposure::Count& count) {
  std::string text;
  for (const exposure::CountRow& row : count.rows) {
    text += (text.empty() ? "" : ",") + in_quotes(row.group) + ":[";
    for (std::size_t i = 0; i < row.devices.size(); i++) text += (i == 0 ? "" : ",") + std::to_string(row.devices[i]);
    text += "]";
  }
  return in_quotes(count.by) + ":{" + text + "}";
}

// Counts an estate by every grouping; stops the process where a sum is wrong.
std::string count_all(const knowledge::Pack& pack, Estate& estate) {
  const auto made =
      app::assess(pack, {{}, estate.as_of(), estate.known_at(), {}}, estate.store(), store::Detail::headline);
  SHOAL_ASSERT(made);
  const auto& devices = made->reading.devices;
  std::string text;
  std::vector<std::string> all(exposure::groupings().begin(), exposure::groupings().end());
  for (const std::string& key : exposure::tag_keys(devices)) all.push_back(key);
  for (const std::string& by : all) {
    const auto count =
        exposure::count(exposure::Grouping::by(by, devices).value(), made->assessment, devices, pack.catalogue, 30);
    std::uint64_t sum = 0;
    for (const exposure::CountRow& row : count.rows) sum += row.total();
    SHOAL_ASSERT(sum == devices.size() && count.all.total() == devices.size());
    text += (text.empty() ? "" : ",") + counted(count);
  }
  return "\"counts\":{" + text + "}";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const bool tell = std::string_view(argv[1]) == "tell";
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10), seed = std::strtoull(argv[3], nullptr, 10);
  std::fprintf(stderr, "seed %llu\n", static_cast<unsigned long long>(seed));
  const auto pack = app::open_pack(std::nullopt).value();
  for (std::uint64_t i = 0; i < count; i++) {
    Estate estate(Random::numbered(seed, i));
    const std::string counts = count_all(pack, estate);
    if (tell) std::printf("{%s,%s}\n", estate.told().c_str(), counts.c_str());
  }
  std::fprintf(stderr, "%llu estates, every grouping: buckets sum to the devices\n",
               static_cast<unsigned long long>(count));
  return 0;
}
