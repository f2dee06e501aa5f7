#include "report/plan_estate.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "report/figures.hpp"

namespace shoal::report {
namespace {

// Beyond these a sentence tells nobody anything.
constexpr std::size_t weights_told = 6;
constexpr std::size_t rows_on_no_device_told = 5;

void add_waiting_text(std::uint64_t devices, const char* for_what, const char* why, std::vector<std::string>& texts) {
  if (devices == 0) return;
  texts.push_back(counted(devices, "device waits", "devices wait") + " for \"" + for_what + "\": " + why);
}

void add_untold_texts(const PlanEstate& estate, std::vector<std::string>& texts) {
  add_waiting_text(estate.without_list, stands_for::no_list, "nobody lists their programs, and any may be there",
                   texts);
  add_waiting_text(estate.unfit, stands_for::unfit, "they lack what the target needs", texts);
  add_waiting_text(estate.unsupported, stands_for::unsupported,
                   "the target runs on them, and its maker does not support that", texts);
  if (estate.hardware_untold > 0)
    texts.push_back(counted(estate.hardware_untold, "device is", "devices are") +
                    " planned of whose hardware too little is told to say that it is fit");
  if (estate.release_not_exact > 0)
    texts.push_back(counted(estate.release_not_exact, "device is", "devices are") +
                    " planned that may run the target already: the build is not told");
  if (estate.without_site > 0)
    texts.push_back("Of " + counted(estate.without_site, "device", "devices") + " no site is told, or several are");
}

std::string applications_text(const PlanEstate& of) {
  std::string text = "Applications on them: " + grouped(of.blocked) + " blocked, " + grouped(of.need_remedy) +
                     " to get a remedy first, " + grouped(of.unassessed) + " unassessed, " + grouped(of.never_judged) +
                     " never judged, " + grouped(of.ready) + " ready";
  if (of.unassessed + of.never_judged > 0)
    text += of.unjudged_are_ready ? ". Those unassessed and never judged keep no device: [estate] says so"
                                  : ". Those unassessed and never judged keep devices until somebody says otherwise";
  return text;
}

std::string rows_on_no_device_text(const std::vector<std::string>& names) {
  std::string text = "In the table of applications, and on no planned device: ";
  for (std::size_t i = 0; i < std::min(names.size(), rows_on_no_device_told); i++)
    text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > rows_on_no_device_told) text += " and " + grouped(names.size() - rows_on_no_device_told) + " more";
  return text;
}

// "3.5": thousandths, without zeros at the end beyond a tenth.
std::string weight_text(std::int32_t weight) {
  std::string digits = std::to_string(weight % 1000);
  digits.insert(0, 3 - digits.size(), '0');
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  return grouped(static_cast<std::uint64_t>(weight / 1000)) + "." + digits;
}

std::string weights_text(const PlanEstate& estate, std::span<const plan::NamedDevice> planned) {
  std::string text = "Weights " + estate.weights + ":";
  const std::vector<WeightFigure> figures = weight_figures(planned);
  std::uint64_t others = planned.size();
  for (std::size_t i = 0; i < std::min(figures.size(), weights_told); i++) {
    text += (i > 0 ? ", " : " ") + weight_text(figures[i].weight) + " of " +
            counted(figures[i].devices, "device", "devices");
    others -= figures[i].devices;
  }
  return others == 0 ? text : text + ", less of " + grouped(others) + " more";
}

}  // namespace

std::string_view spelled(NotPlanned why) {
  switch (why) {
    case NotPlanned::retired:
      return "retired";
    case NotPlanned::silent:
      return "silent";
    case NotPlanned::unrecognised:
      return "unrecognised";
    case NotPlanned::other_kind:
      return "other-kind";
    case NotPlanned::already_there:
      break;
  }
  return "already-there";
}

const char* means_for_plan(NotPlanned why) {
  switch (why) {
    case NotPlanned::retired:
      return "out of use";
    case NotPlanned::silent:
      return "not seen in the last 30 days";
    case NotPlanned::unrecognised:
      return "of which no release is recognised";
    case NotPlanned::other_kind:
      return "servers where the target is for clients, or the other way round";
    case NotPlanned::already_there:
      break;
  }
  return "on the target already, or on something newer";
}

std::array<std::uint64_t, not_planned_count> PlanEstate::counted_aside() const {
  std::array<std::uint64_t, not_planned_count> counts{};
  for (const Aside& each : aside) counts[static_cast<std::size_t>(each.why)]++;
  return counts;
}

bool PlanEstate::is_degraded() const {
  return counted_aside()[static_cast<std::size_t>(NotPlanned::unrecognised)] + release_not_exact + without_list +
             hardware_untold + unassessed + never_judged >
         0;
}

std::vector<EstateFigure> estate_figures(const PlanEstate& estate) {
  std::vector<EstateFigure> figures{{"planned", estate.planned(), "in this programme"}};
  const auto aside = estate.counted_aside();
  for (std::size_t i = 0; i < aside.size(); i++) {
    const auto why = static_cast<NotPlanned>(i);
    figures.push_back({std::string(spelled(why)), aside[i], means_for_plan(why)});
  }
  figures.push_back({"sum", estate.devices, ""});
  return figures;
}

std::vector<WeightFigure> weight_figures(std::span<const plan::NamedDevice> devices) {
  std::map<std::int32_t, std::uint64_t, std::greater<>> by_weight;
  for (const plan::NamedDevice& device : devices) by_weight[device.weight]++;
  std::vector<WeightFigure> figures;
  figures.reserve(by_weight.size());
  for (const auto& [weight, number] : by_weight) figures.push_back({weight, number});
  return figures;
}

std::vector<std::string> estate_texts(const PlanEstate& estate, std::span<const plan::NamedDevice> planned) {
  std::vector<std::string> texts{applications_text(estate)};
  add_untold_texts(estate, texts);
  if (!estate.on_no_device.empty()) texts.push_back(rows_on_no_device_text(estate.on_no_device));
  texts.push_back(weights_text(estate, planned));
  if (estate.rows_of_aside > 0)
    texts.push_back(counted(estate.rows_of_aside, "row", "rows") + " of tables speak of devices that are not planned");
  return texts;
}

}  // namespace shoal::report
