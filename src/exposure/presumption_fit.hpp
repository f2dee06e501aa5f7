// Fits the model of presumption.hpp on what the vendor did assess.
#pragma once

#include <optional>

#include "exposure/presumption.hpp"
#include "exposure/presumption_cases.hpp"

namespace shoal::exposure {

/// Fits a model on the rows that `lineage` knows and that were published by its day. The same facts and day give the
/// same bits everywhere. Empty parts where there are fewer than 100 cases. Cost: a fifth of a second on today's lists.
///
/// Regularised logistic regression (Newton's method, ridge of 1 on every coefficient) over pairs of a release and a
/// vulnerability published while it was assessed, each vulnerability weighing the same however many releases it is held
/// against. A case is seen once with the twin in sight where that was assessed, and with it hidden, along with none,
/// one and two of the generations that follow or all that precede, since that is how an old release sees the world.
/// Beside a twin, what was published on one day in one situation weighs as one vulnerability.
///
/// The model's reliability and shared error come from models fitted two and four years earlier, each held against the
/// two years that followed it.
PresumptionModel fit_presumption(const Lineage& lineage, const std::optional<Hidden>& hidden = std::nullopt);

}  // namespace shoal::exposure
