#include "sample/estate.hpp"

#include <algorithm>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <map>
#include <numeric>

#include "base/text.hpp"

namespace shoal::sample {
namespace {

using std::chrono::days;

// Which generator of the seed decides what. Devices have one each, from `first_device` on.
enum : std::uint64_t {
  organisation_stream,
  sites_stream,
  images_stream,
  habits_stream,
  first_image = 100,
  first_device = 1000,
  first_identity = std::uint64_t{1} << 36U,  // Which faults of identity a device has.
};

constexpr std::size_t first_identity_fault = static_cast<std::size_t>(Fault::cloned_uuid);

struct Organisation {
  std::string_view name, domain;
};
constexpr Organisation organisations[] = {{"Northmere Police", "northmere.example"},
                                          {"Westmarch Constabulary", "westmarch.example"},
                                          {"Greyfell and Tarn Police", "greyfell.example"},
                                          {"Eastholm Police Service", "eastholm.example"}};
constexpr std::string_view towns[] = {"Aldermoor", "Brackwater", "Caldmouth",  "Dunscar", "Elmstead Cross", "Fennick",
                                      "Gosfold",   "Harrowby",   "Innerleigh", "Kestrow", "Langmere",       "Marlock"};
constexpr std::string_view owners[] = {"Response", "Neighbourhoods",     "Criminal investigation",
                                       "Custody",  "Forensics",          "Control room",
                                       "Roads",    "Finance and people", "Estates"};
constexpr Program programs[] = {
    {"7-Zip 9.20", "Igor Pavlov", "9.20.00.0"},
    {"Adobe Flash Player 32 ActiveX", "Adobe", "32.0.0.371"},
    {"Adobe Reader XI (11.0.23)", "Adobe Systems Incorporated", "11.0.23"},
    {"Java 8 Update 161", "Oracle Corporation", "8.0.1610.12"},
    {"Java(TM) 6 Update 45", "Oracle", "6.0.450"},
    {"Microsoft Office Professional Plus 2010", "Microsoft Corporation", "14.0.7015.1000"},
    {"Microsoft Office Standard 2007", "Microsoft Corporation", "12.0.6612.1000"},
    {"Microsoft SQL Server 2008 R2 Native Client", "Microsoft Corporation", "10.50.1600.1"},
    {"Mozilla Firefox 52.9.0 ESR (x86 en-GB)", "Mozilla", "52.9.0"},
    {"Google Chrome", "Google Inc.", "49.0.2623.112"},
    {"Custody Desk 4", "Tarnworks Ltd", "4.2.117"},
    {"Command & Control Client", "Tarnworks Ltd", "2.9.0"},
    {"Kennzeichenabfrage", "Nordlicht Systeme GmbH", "3.1"},
};
constexpr std::size_t sites_max = 43, images_max = 4;

std::vector<MixPart> default_mix() {
  std::vector<MixPart> mix;
  for (const Model& model : models()) mix.push_back({std::string(model.key), model.weight});
  return mix;
}

// Only languages in which the model is known to speak.
Language draw_language(Random& random, const Model& model) {
  constexpr std::uint64_t weights[] = {70, 14, 8, 8};
  for (;;) {
    const auto drawn = random.pick(weights);
    if (!model.names[drawn].empty()) return static_cast<Language>(drawn);
  }
}

Day between(Random& random, Day from, Day to) {
  if (to <= from) return from;
  return from + days(static_cast<int>(random.below(static_cast<std::uint64_t>((to - from).count()) + 1)));
}

// Until when the devices of one image at one site are patched.
Day draw_habit(Random& random, Day built, Day as_of) {
  constexpr std::uint64_t weights[] = {10, 25, 45, 20};
  switch (random.pick(weights)) {
    case 0:  // Never since the image.
      return built;
    case 1:  // Stopped one day, and nobody knows why.
      return between(random, built, as_of);
    case 2:  // Monthly, some months behind.
      return std::max(built, as_of - days(30 * static_cast<int>(random.below(4))));
    default:  // The update server broke in the last days of some year.
      break;
  }
  const auto first = static_cast<int>(std::chrono::year_month_day(built).year());
  const auto last = static_cast<int>(std::chrono::year_month_day(as_of).year());
  const auto year = first + static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(last - first, 1))));
  return std::clamp(Day{std::chrono::year(year) / 12 / 31}, built, as_of);
}

Result<std::size_t> model_of(const MixPart& part) {
  const auto found = find_model(part.key);
  if (found) return *found;
  std::vector<std::string_view> keys;
  for (const Model& model : models()) keys.push_back(model.key);
  std::string message = "no model of a device is called " + part.key;
  if (const auto meant = nearest(part.key, keys)) message += "; did you mean " + std::string(*meant) + "?";
  return Error{ErrorKind::invalid_input, "sample.bad_mix", message};
}

}  // namespace

std::string_view spelled(Fault fault) {
  constexpr std::string_view names[] = {"duplicate_name",   "cut_output", "empty_output", "no_output",
                                        "not_in_directory", "disabled",   "stale",        "broken_row",
                                        "cloned_uuid",      "oem_serial", "dock_mac",     "board_swapped",
                                        "renamed",          "reimaged",   "reused_name"};
  return names[static_cast<std::size_t>(fault)];
}

Result<std::vector<MixPart>> parse_mix(std::string_view text) {
  std::vector<MixPart> mix;
  std::uint64_t sum = 0;
  for (const std::string_view part : split(text, ',')) {
    const auto sides = split(part, '=');
    const auto weight = sides.size() == 2 ? parse_number(trimmed(sides[1])) : std::nullopt;
    if (!weight)
      return Error{ErrorKind::invalid_input, "sample.bad_mix", "not of the form xp=100: " + std::string(part)};
    mix.push_back({std::string(trimmed(sides[0])), *weight});
    if (mix.back().key != "unknown") static_cast<void>(SHOAL_TRY(model_of(mix.back())));
    sum += *weight;
  }
  if (sum == 0) return Error{ErrorKind::invalid_input, "sample.bad_mix", "a mix of nothing: " + std::string(text)};
  return mix;
}

Result<FaultRate> parse_fault_rate(std::string_view text) {
  const auto sides = split(text, '=');
  std::string name(trimmed(sides[0]));
  std::replace(name.begin(), name.end(), '-', '_');
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < fault_kinds; i++) known.push_back(spelled(static_cast<Fault>(i)));
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end()) {
    std::string message = "no fault is called " + std::string(trimmed(sides[0]));
    if (const auto meant = nearest(name, known)) message += "; did you mean " + std::string(*meant) + "?";
    return Error{ErrorKind::invalid_input, "sample.bad_fault", message};
  }
  std::string_view rate = sides.size() == 2 ? trimmed(sides[1]) : std::string_view();
  double per_cent = -1;
  if (rate.ends_with('%')) {
    rate.remove_suffix(1);
    const auto read = std::from_chars(rate.data(), rate.data() + rate.size(), per_cent, std::chars_format::fixed);
    if (read.ec != std::errc() || read.ptr != rate.data() + rate.size()) per_cent = -1;
  }
  if (!(per_cent >= 0 && per_cent <= 100))
    return Error{ErrorKind::invalid_input, "sample.bad_fault",
                 "not of the form cloned_uuid=2%, from 0% to 100%: " + std::string(text)};
  return FaultRate{static_cast<Fault>(found - known.begin()), per_cent / 100};
}

Result<Estate> Estate::make(const exposure::Facts& facts, const lifecycle::Catalogue& catalogue,
                            const EstateRequest& request) {
  if (request.devices > devices_max)
    return Error{ErrorKind::invalid_input, "sample.too_many",
                 "an estate of " + std::to_string(request.devices) + " devices; at most " +
                     std::to_string(devices_max) + " can be made"};
  if (request.devices == 0) return Error{ErrorKind::invalid_input, "sample.no_devices", "an estate of no devices"};
  Estate estate;
  estate.request_ = request;
  if (estate.request_.mix.empty()) estate.request_.mix = default_mix();
  estate.releases_.resize(models().size());
  std::vector<std::optional<History>> histories(models().size());
  for (const MixPart& part : estate.request_.mix) {
    if (part.key == "unknown") continue;
    const std::size_t at = SHOAL_TRY(model_of(part));
    const Model& model = models()[at];
    const auto release = std::find_if(catalogue.releases.begin(), catalogue.releases.end(),
                                      [&](const lifecycle::Release& entry) { return entry.id == model.release; });
    if (release == catalogue.releases.end())
      return Error{ErrorKind::not_found, "sample.no_release", "the pack has no release " + std::string(model.release)};
    estate.releases_[at] = &*release;
    histories[at].emplace(facts, *release, model.edition, model.architecture);
  }
  if (request.mix.empty())  // Of what had been released by then; asked for by name, anything goes.
    for (MixPart& part : estate.request_.mix)
      if (histories[*find_model(part.key)]->first() > request.as_of) part.weight = 0;
  if (std::all_of(estate.request_.mix.begin(), estate.request_.mix.end(),
                  [](const MixPart& part) { return part.weight == 0; }))
    return Error{ErrorKind::invalid_input, "sample.bad_mix",
                 "of no model had updates begun by " + to_string(request.as_of) + "; give a mix"};
  const Organisation& organisation =
      organisations[Random::numbered(request.seed, organisation_stream).below(std::size(organisations))];
  estate.organisation_ = organisation.name;
  estate.domain_ = organisation.domain;
  estate.share_out();
  estate.found_sites();
  estate.build_images(histories);
  estate.set_habits(histories);
  return estate;
}

// Each part gets its share rounded down; what is left goes to the largest remainders.
void Estate::share_out() {
  std::uint64_t sum = 0;
  for (const MixPart& part : request_.mix) sum += part.weight;
  std::vector<std::pair<std::uint64_t, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < request_.mix.size(); i++) {
    const std::uint64_t share = request_.mix[i].weight * request_.devices;
    counts_.push_back(share / sum);
    given += counts_.back();
    remainders.emplace_back(share % sum, i);
  }
  std::sort(remainders.begin(), remainders.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (std::size_t i = 0; given < request_.devices; i++, given++) counts_[remainders[i].second]++;
  // Neighbours in number must not be neighbours in model: a stride without a common divisor visits every place once.
  stride_ = request_.devices * 618 / 1000 + 1;
  while (std::gcd(stride_, request_.devices) != 1) stride_++;
}

void Estate::found_sites() {
  Random random = Random::numbered(request_.seed, sites_stream);
  const std::size_t count = std::clamp<std::size_t>(request_.devices / 300, 2, sites_max);
  for (std::size_t i = 0; i < count; i++) {
    const std::size_t number = i + 1;
    std::string town(towns[i % std::size(towns)]);
    if (i >= std::size(towns)) town += " " + std::to_string(i / std::size(towns) + 1);
    constexpr std::uint64_t collectors[] = {50, 25, 15, 10};
    sites_.push_back({(number < 10 ? "BCU-0" : "BCU-") + std::to_string(number), std::move(town),
                      static_cast<Collector>(random.pick(collectors))});
    site_weights_.push_back(2 + random.below(9));
  }
}

void Estate::build_images(const std::vector<std::optional<History>>& histories) {
  Random counts = Random::numbered(request_.seed, images_stream);
  images_of_.resize(models().size());
  for (std::size_t at = 0; at < models().size(); at++) {
    if (!histories[at]) continue;
    const History& history = *histories[at];
    const std::size_t count = 1 + counts.below(images_max);
    for (std::size_t i = 0; i < count; i++) {
      // One each, so that what the facts decide for one image changes nothing else.
      Random random = Random::numbered(request_.seed, first_image + at * images_max + i);
      Image image;
      image.model = at;
      image.language = draw_language(random, models()[at]);
      const Day newest = std::min(history.last(), request_.as_of - days(30));
      // Images are made in a release's first years.
      image.built = between(random, std::min(history.first(), newest),
                            std::min(newest, history.first() + (newest - history.first()) * 3 / 5));
      for (const Program& program : programs)
        if (random.chance(0.4)) image.programs.push_back(program);
      image.smb1 = random.chance(0.6);
      image.remote_desktop = random.chance(0.3);
      image.automatic_updates = random.chance(0.5);
      image.firewall = random.chance(0.7);
      image.antivirus = random.chance(0.6);
      image.encrypted = random.chance(0.4);
      images_of_[at].push_back(images_.size());
      images_.push_back(std::move(image));
    }
  }
}

void Estate::set_habits(const std::vector<std::optional<History>>& histories) {
  Random random = Random::numbered(request_.seed, habits_stream);
  std::map<std::pair<std::size_t, Day>, std::uint32_t> known;
  for (std::size_t image = 0; image < images_.size(); image++) {
    const Day built = images_[image].built;
    const History& history = *histories[images_[image].model];
    for (std::size_t site = 0; site < sites_.size(); site++) {
      const Day habit = draw_habit(random, built, request_.as_of);
      for (std::size_t behind = 0; behind < stragglers; behind++) {
        const Day patched = std::max(built, habit - days(91 * static_cast<int>(behind)));
        const auto [entry, is_new] = known.try_emplace({image, patched}, static_cast<std::uint32_t>(states_.size()));
        if (is_new) states_.push_back({image, patched, history.installed(built, patched), history.revision(patched)});
        state_of_.push_back(entry->second);
      }
    }
  }
}

std::size_t Estate::part_of(std::uint64_t number) const {
  std::uint64_t place = number * stride_ % request_.devices;
  std::size_t part = 0;
  while (place >= counts_[part]) place -= counts_[part++];
  return part;
}

double Estate::rate_of(Fault fault) const {
  const auto asked = std::find_if(request_.rates.rbegin(), request_.rates.rend(),
                                  [&](const FaultRate& each) { return each.fault == fault; });
  if (asked != request_.rates.rend()) return asked->rate;
  constexpr double usual[fault_kinds] = {0.004, 0.01, 0.003, 0.03, 0.02, 0.03, 0.06, 0.002,
                                         0.02,  0.03, 0.10,  0.01, 0.04, 0.05, 0.01};
  const double factor = request_.faults == Faults::many ? 5 : request_.faults == Faults::usual ? 1 : 0;
  return usual[static_cast<std::size_t>(fault)] * factor;
}

std::uint16_t Estate::draw_faults(Random& random, std::uint64_t number, bool known) const {
  if (request_.faults == Faults::none && request_.rates.empty()) return 0;
  std::uint16_t faults = 0;
  Random identity = Random::numbered(request_.seed, first_identity + number);
  for (std::size_t i = 0; i < fault_kinds; i++)
    if ((i < first_identity_fault ? random : identity).chance(rate_of(static_cast<Fault>(i))))
      faults = static_cast<std::uint16_t>(faults | (1U << i));
  const auto drop = [&](Fault fault) {
    faults = static_cast<std::uint16_t>(faults & ~(1U << static_cast<unsigned>(fault)));
  };
  // What no list and no output speaks of would not be there at all; and nothing is not cut.
  if (!known || ((faults >> static_cast<unsigned>(Fault::no_output)) & 1U) != 0) {
    drop(Fault::not_in_directory);
    drop(Fault::cut_output);
    drop(Fault::empty_output);
  }
  if (((faults >> static_cast<unsigned>(Fault::empty_output)) & 1U) != 0) drop(Fault::cut_output);
  return faults;
}

Device Estate::device(std::uint64_t number) const {
  Random random = Random::numbered(request_.seed, first_device + number);
  Device device;
  device.number = number;
  const std::size_t site = random.pick(site_weights_);
  device.site = &sites_[site];
  device.owner = owners[random.below(std::size(owners))];
  const MixPart& part = request_.mix[part_of(number)];
  const auto model = find_model(part.key);
  if (model) {
    const std::vector<std::size_t>& images = images_of_[*model];
    const std::size_t image = images[random.below(images.size())];
    device.model = &models()[*model];
    device.release = releases_[*model];
    device.image = &images_[image];
    const std::size_t behind = random.chance(0.08) ? 1 + random.below(stragglers - 1) : 0;
    device.state = state_of_[(image * sites_.size() + site) * stragglers + behind];
  }
  device.faults = draw_faults(random, number, model.has_value());
  device.last_seen = request_.as_of - days(static_cast<int>(random.below(10)));
  if (device.has(Fault::stale)) device.last_seen -= days(30 + static_cast<int>(random.below(700)));
  device.lot = static_cast<std::uint32_t>(random.below(1000));

  const bool server = device.model != nullptr && device.model->server;
  char label[40];
  std::snprintf(label, sizeof label, "BCU%s-%c%06" PRIu64, device.site->code.c_str() + 4, server ? 'S' : 'W',
                number + 1);
  device.label = device.name = label;
  if (device.has(Fault::duplicate_name)) {
    // A clone that nobody renamed reports the name of the device before it.
    const std::uint64_t other = number > 0 ? number - 1 : request_.devices - 1;
    Random theirs = Random::numbered(request_.seed, first_device + other);
    const Site& site_of_other = sites_[theirs.pick(site_weights_)];
    const auto their_model = find_model(request_.mix[part_of(other)].key);
    std::snprintf(label, sizeof label, "BCU%s-%c%06" PRIu64, site_of_other.code.c_str() + 4,
                  their_model && models()[*their_model].server ? 'S' : 'W', other + 1);
    device.name = label;
  }
  return device;
}

}  // namespace shoal::sample
