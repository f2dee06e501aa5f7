// shoal estate: what the register holds, on which day, and how it came to that.
#include "report/estate.hpp"

#include <algorithm>
#include <iostream>
#include <map>
#include <optional>

#include "app/applications.hpp"
#include "app/assess.hpp"
#include "app/coverage.hpp"
#include "app/identity.hpp"
#include "app/register.hpp"
#include "app/where.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "exposure/count.hpp"
#include "exposure/flow.hpp"
#include "report/applications.hpp"
#include "report/identity.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

// What a question is asked of. The pack must outlive what was made of it.
struct Asked {
  knowledge::Pack pack;
  std::unique_ptr<store::Store> store;
  Day as_of, known_at;
};

Result<Asked> ask(const EstateOptions& options) {
  Asked asked;
  asked.as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  asked.known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  asked.store = SHOAL_TRY(store::open_register(options.estate, store::Access::read));
  asked.pack = SHOAL_TRY(app::open_named_pack(options.pack));
  return asked;
}

// The estate on a day, and what is said of it in every format. A filter may ask for anything, so that all is judged.
Result<app::Assessed> estate_on(Asked& asked, Day day, const EstateOptions& options, store::Detail detail) {
  app::AssessRequest request;
  request.as_of = day;
  request.known_at = asked.known_at;
  const bool filtered = !options.where.empty();
  return app::assess(asked.pack, request, *asked.store, filtered ? std::max(detail, store::Detail::judged) : detail);
}

report::Basis basis_of(const app::Assessed& made, const Asked& asked, const EstateOptions& options) {
  report::Basis basis{asked.as_of, asked.known_at, options.silent_after};
  basis.devices = made.reading.devices.size();
  basis.set_aside = estate::count_of(made.reading.rejected);
  for (const estate::Device& device : made.reading.devices)
    if (std::find(device.believed.begin(), device.believed.end(), estate::Belief::outweighed) != device.believed.end())
      basis.doubted++;
  return basis;
}

// Keeps what the filter means, and says so.
Result<void> keep(app::Assessed& made, report::Basis& basis, const EstateOptions& options) {
  if (options.where.empty()) return {};
  if (auto kept = app::keep_where(made, options.where); !kept) return std::move(kept).error().within("--where");
  basis.filter = made.where.filter;
  return {};
}

report::Subject subject_of(const Asked& asked, const app::Assessed& made) {
  return {asked.pack.facts,
          asked.pack.catalogue.programs,
          made.assessment,
          made.reading.devices,
          made.reading.rejected,
          made.reading.files,
          {},
          {},
          made.where};
}

Exit no_devices(const report::Basis& basis) {
  std::fprintf(stderr, "error: nothing to count: as of %s, as known by %s, the register has no device%s\n",
               to_string(basis.as_of).c_str(), to_string(basis.known_at).c_str(),
               basis.filter.empty() ? "" : " that is meant");
  return Exit::nothing;
}

// The device of a name, or of "#" and its number. Errors: "cli.no_device", "cli.several_devices".
Result<std::size_t> find_registered(const std::vector<estate::Device>& devices, const std::string& word) {
  const auto number = word.starts_with('#') ? parse_number(std::string_view(word).substr(1)) : std::nullopt;
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < devices.size(); i++)
    if (number ? devices[i].number == number : equal_ignoring_case(devices[i].name, word)) found.push_back(i);
  if (found.empty()) return Error{ErrorKind::not_found, "cli.no_device", "no device " + word + " in the register"};
  if (found.size() == 1) return found.front();
  std::string message = "several devices are called " + word + ":";
  for (const std::size_t i : found) message += " #" + std::to_string(*devices[i].number);
  return Error{ErrorKind::conflict, "cli.several_devices", message};
}

// The numbers of the devices of these words, from one reading of the register.
Result<std::vector<estate::DeviceId>> numbers_of(Asked& asked, const EstateOptions& options,
                                                 const std::vector<std::string>& words) {
  const app::Assessed made = SHOAL_TRY(estate_on(asked, asked.as_of, options, store::Detail::headline));
  std::vector<estate::DeviceId> numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) {
    const std::size_t at = SHOAL_TRY(find_registered(made.reading.devices, word));
    numbers.push_back(*made.reading.devices[at].number);
  }
  return numbers;
}

// The devices with their programs. Only a filter needs them judged.
Result<app::Assessed> devices_with_programs(Asked& asked, const EstateOptions& options) {
  if (!options.where.empty()) return estate_on(asked, asked.as_of, options, store::Detail::judged);
  app::Assessed made;
  made.reading = SHOAL_TRY(app::read_register(*asked.store, asked.as_of, asked.known_at, store::Detail::judged));
  return made;
}

// Up to three applications whose names have `key` in them, as a question; empty where there is none.
std::string names_with(const estate::Applications& applications, const std::string& key) {
  std::vector<std::string_view> names;
  for (const estate::Application& each : applications.found)
    if (names.size() < 3 && !key.empty() && each.key.find(key) != each.key.npos) names.push_back(each.name);
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "; did you mean " : " or ") + std::string(name);
  return text.empty() ? text : text + "?";
}

// The application of a name. Errors: "cli.no_application".
Result<std::size_t> find_application(const estate::Applications& applications, const std::string& name) {
  if (const auto at = estate::find_application(applications, name)) return *at;
  std::string message = "no device that is meant is known to have an application " + name;
  if (const std::uint64_t open = applications.devices_not_listed(); open > 0)
    message += "; nobody lists the programs of " + grouped(open) + " of " + grouped(applications.devices) + " devices";
  return Error{ErrorKind::not_found, "cli.no_application",
               message + names_with(applications, estate::application_key(name))};
}

// Asks for the devices that are meant on the day, and says of them what `say` does, given what was asked, the devices
// and what the answer rests on; it gives an error of what was asked, where there is one.
template <typename Say>
Exit answer(const EstateOptions& options, const Say& say) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  auto made = estate_on(*asked, asked->as_of, options, store::Detail::headline);
  if (!made) return fail(made.error());
  report::Basis basis = basis_of(*made, *asked, options);
  if (auto kept = keep(*made, basis, options); !kept) return fail(kept.error());
  if (made->reading.devices.empty()) return no_devices(basis);
  const Result<void> said = say(*asked, *made, basis);
  return said ? flushed() : fail(said.error());
}

Result<exposure::Flow> flow_between(Asked& asked, Day first, Day second, const EstateOptions& options,
                                    report::Basis& basis) {
  std::map<std::uint32_t, std::array<std::optional<exposure::Stood>, 2>> stood;
  for (std::size_t side = 0; side < 2; side++) {
    const Day day = side == 0 ? first : second;
    app::Assessed made = SHOAL_TRY(estate_on(asked, day, options, store::Detail::headline));
    basis = basis_of(made, asked, options);
    SHOAL_TRY(keep(made, basis, options));
    const std::vector<estate::Device>& devices = made.reading.devices;
    if (devices.empty()) continue;
    const exposure::Grouping by = SHOAL_TRY(exposure::Grouping::by(options.by, devices));
    for (std::size_t i = 0; i < devices.size(); i++)
      stood[*devices[i].number][side] =
          exposure::Stood{by.group_of(made.assessment, asked.pack.catalogue, devices[i], made.assessment.devices[i],
                                      options.silent_after),
                          estate::activity_on(devices[i], day, options.silent_after), devices[i].known->os};
  }
  basis.as_of = second;
  exposure::Flow flow;
  for (const auto& [number, sides] : stood) flow.add(sides[0], sides[1]);
  return flow;
}

// A person's decision, as it is kept.
Result<app::Decider> decider_of(const EstateOptions& options) {
  if (options.why.empty())
    return Error{ErrorKind::invalid_input, "cli.no_reason", "a decision outlives whoever made it; say why with --why"};
  const Day on = SHOAL_TRY(day_or(options.on, today(), "--on"));
  return app::Decider{options.by_whom, options.why, on, today(), program};
}

}  // namespace

Exit run_estate_count(const EstateOptions& options) {
  return answer(
      options, [&](const Asked& asked, const app::Assessed& made, const report::Basis& basis) -> Result<void> {
        auto by = exposure::Grouping::by(options.by, made.reading.devices);
        if (!by) return std::move(by).error().within("--by");
        write_count(
            exposure::count(*by, made.assessment, made.reading.devices, asked.pack.catalogue, options.silent_after),
            basis, options.format, std::cout);
        return {};
      });
}

Exit run_estate_list(const EstateOptions& options) {
  return answer(options,
                [&](const Asked& asked, const app::Assessed& made, const report::Basis& basis) -> Result<void> {
                  write_devices(subject_of(asked, made), basis, options.format, std::cout);
                  return {};
                });
}

Exit run_estate_apps(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  auto kept = options.owners.empty() ? estate::ApplicationOwners() : app::read_owners(options.owners);
  if (!kept) return fail(Error(kept.error()).within("--owners"));
  auto made = devices_with_programs(*asked, options);
  if (!made) return fail(made.error());
  report::Basis basis = basis_of(*made, *asked, options);
  if (auto meant = keep(*made, basis, options); !meant) return fail(meant.error());
  const std::vector<estate::Device>& devices = made->reading.devices;
  if (devices.empty()) return no_devices(basis);
  const estate::Applications applications = app::applications_of(asked->pack, devices);
  const estate::Ownership owned = estate::match_owners(applications, kept->rows);
  const report::OwnersSubject subject{*kept, owned, options.owners};
  const report::OwnersSubject* owners = options.owners.empty() ? nullptr : &subject;
  if (options.application.empty()) {
    report::write_applications(applications, owners, basis, options.format, std::cout);
  } else {
    const auto at = find_application(applications, options.application);
    if (!at) return fail(at.error());
    report::write_application(applications, *at, owners, devices, basis, options.format, std::cout);
  }
  if (const Exit printed = flushed(); printed != Exit::done || applications.entries > 0) return printed;
  std::fprintf(stderr, "error: nothing to count: no source lists a program of these devices\n");
  return Exit::nothing;
}

Exit run_estate_show(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto made = estate_on(*asked, asked->as_of, options, store::Detail::everything);
  if (!made) return fail(made.error());
  const auto at = find_registered(made->reading.devices, options.device);
  if (!at) return fail(at.error());
  std::cout << device_story(subject_of(*asked, *made), made->reading.devices[*at], made->assessment.devices[*at],
                            basis_of(*made, *asked, options));
  return flushed();
}

Exit run_estate_diff(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto first = day_or(options.first_day, today(), "the first day");
  if (!first) return fail(first.error());
  const auto second = day_or(options.second_day, today(), "the second day");
  if (!second) return fail(second.error());
  if (*second < *first)
    return fail({ErrorKind::invalid_input, "cli.days_reversed",
                 "the second day is before the first: " + options.first_day + " " + options.second_day});
  report::Basis basis;
  const auto flow = flow_between(*asked, *first, *second, options, basis);
  if (!flow) return fail(flow.error());
  if (flow->rows().empty()) return no_devices(basis);
  write_flow(*flow, options.by, *first, basis, options.format, std::cout);
  return flushed();
}

Exit run_estate_coverage(const EstateOptions& options) {
  return answer(options,
                [&](const Asked& asked, const app::Assessed& made, const report::Basis& basis) -> Result<void> {
                  auto story = app::coverage_of(made, asked.pack, options.feeds, options.silent_after);
                  if (!story) return std::move(story).error().within("--feeds");
                  std::cout << report::spelled(*story, basis, options.format);
                  return {};
                });
}

Exit run_estate_explain(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto numbers = numbers_of(*asked, options, {options.device});
  if (!numbers) return fail(numbers.error());
  const auto story = app::identity_story(*asked->store, asked->pack, numbers->front(), asked->known_at);
  if (!story) return fail(story.error());
  std::cout << report::spelled(*story);
  return flushed();
}

Exit run_estate_merge(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto decider = decider_of(options);
  if (!decider) return fail(decider.error());
  const auto numbers = numbers_of(*asked, options, {options.device, options.other_device});
  if (!numbers) return fail(numbers.error());
  const estate::DeviceId one = numbers->front(), other = numbers->back();
  const auto store = store::open_register(options.estate, store::Access::write);
  if (!store) return fail(store.error());
  const auto merged = app::merge_devices(**store, asked->pack, one, other, *decider);
  if (!merged) return fail(merged.error());
  std::cout << "devices #" << one << " and #" << other << " are one machine from now on: #" << *merged << "\n";
  return flushed();
}

Exit run_estate_split(const EstateOptions& options) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto decider = decider_of(options);
  if (!decider) return fail(decider.error());
  const auto store = store::open_register(options.estate, store::Access::write);
  if (!store) return fail(store.error());
  const auto split = app::split_device(**store, asked->pack, options.trails, *decider);
  if (!split) return fail(split.error(), "shoal estate explain DEVICE has the numbers of its trails");
  std::cout << "the trails are a machine of their own from now on: #" << *split << "\n";
  return flushed();
}

Exit run_estate_retire(const EstateOptions& options, bool retired) {
  auto asked = ask(options);
  if (!asked) return fail(asked.error());
  const auto decider = decider_of(options);
  if (!decider) return fail(decider.error());
  const auto numbers = numbers_of(*asked, options, {options.device});
  if (!numbers) return fail(numbers.error());
  const auto store = store::open_register(options.estate, store::Access::write);
  if (!store) return fail(store.error());
  const auto kept = app::retire_device(**store, numbers->front(), retired, *decider);
  if (!kept) return fail(kept.error());
  std::cout << "device #" << numbers->front() << (retired ? " is out of use" : " is in use again") << " from "
            << to_string(decider->day) << "\n";
  return flushed();
}

}  // namespace shoal::cli
