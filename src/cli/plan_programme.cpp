#include "cli/plan_programme.hpp"

#include <algorithm>

#include "app/applications.hpp"
#include "app/assess.hpp"
#include "app/embedded.hpp"
#include "app/estate_programme.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

/// What devices count for: by a table, but for those of a table of devices.
struct AskedWeights {
  exposure::WeightTable table;
  bool has_devices = false;  ///< Whether the file of --weights is a table of devices.
  std::string from;          ///< PlanEstate::weights.
};

Result<AskedWeights> weights_asked(const std::string& path) {
  AskedWeights asked;
  if (path.empty()) {
    asked.from = "by exposure (data/plan/weights.csv, an unverified convention)";
    asked.table = SHOAL_TRY(exposure::read_weight_table(app::embedded_weights()));
    return asked;
  }
  const std::string own = SHOAL_TRY(app::load_table(path, "a table of weights"));
  asked.has_devices = app::is_table_of_devices(own);
  asked.from =
      asked.has_devices ? "as " + path + " has them, else by exposure (unverified)" : "by exposure (" + path + ")";
  asked.table =
      SHOAL_TRY(exposure::read_weight_table(asked.has_devices ? app::embedded_weights() : std::string_view(own)));
  return asked;
}

Result<const readiness::Target*> target_of(const readiness::Rulebook& book, const plan::Programme& programme) {
  if (programme.target.empty())
    return Error{ErrorKind::invalid_input, "cli.no_target",
                 "the programme has no target, and a register is asked what keeps devices from one"};
  const auto targets = SHOAL_TRY(find_targets(book, {programme.target}));
  return targets.front();
}

Result<void> add_register(const PlanOptions& options, app::LoadedProgramme& loaded) {
  const auto pack = SHOAL_TRY(app::open_named_pack(options.pack));
  auto target = target_of(pack.rulebook, loaded.programme);
  if (!target) return std::move(target).error().within(options.programme);
  auto weights = weights_asked(options.weights);
  if (!weights) return std::move(weights).error().within(options.weights);
  const Day as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  const Day known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::read));
  const app::EstateRequest request{
      pack, **target, as_of, known_at, options.enrolments, weights->table, loaded.unjudged_are_ready};
  loaded.estate = SHOAL_TRY(app::add_estate(*store, request, loaded.programme));
  loaded.estate->weights = weights->from;
  if (weights->has_devices) return app::add_details(loaded, options.weights);
  return {};
}

bool asks_register(const PlanOptions& options) {
  const auto asked = {&options.as_of, &options.known_at, &options.pack, &options.weights};
  return !options.enrolments.empty() ||
         std::any_of(asked.begin(), asked.end(), [](const std::string* option) { return !option->empty(); });
}

}  // namespace

Result<app::LoadedProgramme> programme_asked(const PlanOptions& options) {
  if (!options.estate.empty())
    return app::load_programme(options.programme,
                               [&](app::LoadedProgramme& loaded) { return add_register(options, loaded); });
  if (asks_register(options))
    return Error{ErrorKind::invalid_input, "cli.nothing_asked",
                 "--as-of, --known-at, --enrolment, --pack and --weights are of a register, and no --estate is named"};
  return app::load_programme(options.programme);
}

}  // namespace shoal::cli
