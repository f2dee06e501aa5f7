#include "report/subject.hpp"

#include "base/text.hpp"

namespace shoal::report {

const estate::Device& device_of(const Subject& subject, const exposure::JudgedDevice& judged) {
  return subject.devices[static_cast<std::size_t>(&judged - subject.assessment.devices.data())];
}

const exposure::JudgedState* state_of(const Subject& subject, const exposure::JudgedDevice& device) {
  return device.state < 0 ? nullptr : &subject.assessment.states[static_cast<std::size_t>(device.state)];
}

const exposure::JudgedRelease* release_of(const Subject& subject, const exposure::JudgedDevice& device) {
  return exposure::release_of(subject.assessment, device);
}

std::string spelled_access(const exposure::Access& access) {
  std::string text(exposure::spelled(access.obtainable));
  if (!access.enrolment.empty()) text.append(":").append(access.enrolment);
  return text;
}

namespace {

// Judges each state once, and counts its devices.
template <typename Ask>
Tally tally(const Subject& subject, Ask ask) {
  Tally made;
  std::uint64_t judged = 0;
  for (const exposure::JudgedState& state : subject.assessment.states) {
    made.devices[static_cast<std::size_t>(ask(state))] += state.devices;
    judged += state.devices;
  }
  made.unassessable = subject.assessment.devices.size() - judged;
  return made;
}

}  // namespace

std::optional<std::array<std::uint64_t, estate::activity_count>> activities_of(const Subject& subject) {
  std::array<std::uint64_t, estate::activity_count> activities{};
  bool registered = false;
  for (const estate::Device& device : subject.devices) {
    registered = registered || device.number;
    const auto activity = estate::activity_on(device, subject.assessment.as_of, estate::silent_after_days);
    activities[static_cast<std::size_t>(activity)]++;
  }
  if (!registered) return std::nullopt;
  return activities;
}

std::string spelled(const std::array<std::uint64_t, estate::activity_count>& activities) {
  std::string text;
  for (std::size_t i = 0; i < activities.size(); i++) {
    const auto activity = static_cast<estate::Activity>(i);
    text += (i == 0 ? "" : ", ") + grouped(activities[i]) + " " + std::string(estate::spelled(activity));
    if (activity == estate::Activity::silent)
      text += " (not seen for " + std::to_string(estate::silent_after_days) + " days)";
  }
  return text;
}

Tally tally_incident(const Subject& subject, const exposure::Incident& incident) {
  return tally(subject, [&](const auto& state) { return exposure::stands_to(state, incident.vulnerabilities); });
}

Tally tally_update(const Subject& subject, std::uint32_t kb) {
  return tally(subject, [&](const auto& state) { return exposure::stands_to_update(state, kb); });
}

std::string answer_for(const Subject& subject, const exposure::JudgedDevice& device,
                       const exposure::Incident& incident) {
  const exposure::JudgedState* state = state_of(subject, device);
  if (state == nullptr) return "unassessable";
  return std::string(exposure::spelled(exposure::stands_to(*state, incident.vulnerabilities)));
}

std::string answer_for(const Subject& subject, const exposure::JudgedDevice& device, std::uint32_t kb) {
  const exposure::JudgedState* state = state_of(subject, device);
  if (state == nullptr) return "unassessable";
  return std::string(exposure::spelled(exposure::stands_to_update(*state, kb)));
}

}  // namespace shoal::report
