// shoal readiness devices: whether the hardware of devices is fit for a target.
#include <iostream>

#include "app/assess.hpp"
#include "app/hardware.hpp"
#include "app/where.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "knowledge/hardware.hpp"
#include "report/hardware.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

// The devices of the paths or of the register, with what they rest on.
Result<app::Assessed> devices_asked(const ReadinessDevicesOptions& options, const knowledge::Pack& pack) {
  app::AssessRequest request;
  request.as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  request.known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  request.mapped = options.mapped;
  request.date_order = options.date_order;
  request.paths = {options.paths.begin(), options.paths.end()};
  if (options.paths.empty()) {
    const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::read));
    return app::assess(pack, request, *store, options.where.empty() ? store::Detail::headline : store::Detail::judged);
  }
  ProgressLine progress("reading");
  return app::assess(pack, request, [&](std::uint64_t done, std::uint64_t total) { progress.tell(done, total); });
}

Result<readiness::HardwareBook> hardware_facts(const ReadinessDevicesOptions& options, const knowledge::Pack& pack) {
  if (!options.hardware.empty()) return knowledge::read_hardware(options.hardware);
  if (pack.rulebook.hardware.requirements.empty())
    return Error{ErrorKind::not_found, "cli.no_hardware_facts", "the pack has no facts of hardware"};
  return pack.rulebook.hardware;
}

}  // namespace

Exit run_readiness_devices(const ReadinessDevicesOptions& options) {
  if (options.targets.empty() || options.paths.empty() == options.estate.empty())
    return fail({ErrorKind::invalid_input, "cli.nothing_asked",
                 options.targets.empty() ? "no target is named"
                 : options.paths.empty() ? "neither inventories nor --estate FILE are named"
                                         : "both inventories and --estate FILE are named, and one is to be asked"},
                "shoal readiness devices PATH --target windows-11-24h2-x64; shoal readiness targets lists them");
  const auto pack = app::open_named_pack(options.pack);
  if (!pack) return fail(pack.error());
  const auto hardware = hardware_facts(options, *pack);
  if (!hardware)
    return fail(hardware.error(), options.hardware.empty()
                                      ? "shoal knowledge build makes a pack that has them; --hardware DIR reads them"
                                      : "");
  const auto targets = find_targets(pack->rulebook, options.targets);
  if (!targets) return fail(targets.error(), "shoal readiness targets lists them");
  auto made = devices_asked(options, *pack);
  if (!made) return fail(made.error());
  if (!options.where.empty())
    if (auto kept = app::keep_where(*made, options.where); !kept)
      return fail(std::move(kept).error().within("--where"));
  const std::vector<estate::Device>& devices = made->reading.devices;
  if (devices.empty()) {
    std::fprintf(stderr, "error: nothing to judge: no device%s\n", options.where.empty() ? "" : " is meant");
    return Exit::nothing;
  }
  std::vector<report::FitnessRow> rows;
  rows.reserve(devices.size() * targets->size());
  bool unassessed = false;
  for (const readiness::Target* target : *targets)
    for (const estate::Device& device : devices) {
      rows.push_back({&device, target, judge_hardware(*hardware, app::machine_of(device), *target)});
      unassessed = unassessed || rows.back().verdict.state == readiness::Fitness::unassessed;
    }
  report::write_hardware({*targets, rows, devices.size(), made->where.filter}, options.format, std::cout);
  if (const std::uint64_t aside = estate::count_of(made->reading.rejected); aside > 0)
    std::fprintf(stderr, "note: %s files, observations or rows were set aside; shoal assess lists them\n",
                 grouped(aside).c_str());
  if (const Exit printed = flushed(); printed != Exit::done) return printed;
  return unassessed ? Exit::degraded : Exit::done;
}

}  // namespace shoal::cli
