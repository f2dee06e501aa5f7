// For tests: a whole observation as text, so that a failure shows all of it at once.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::ingest {

inline std::string spelled_os(const estate::OsClaim& os) {
  return os.name + " | " + os.version + "." + std::to_string(os.build) +
         (os.revision ? "." + std::to_string(*os.revision) : "") + " sp" + std::to_string(os.service_pack) + " " +
         std::string(estate::spelled(os.architecture)) + " @" + std::to_string(os.line) + "\n";
}

inline std::string spelled_updates(const estate::Claims& claims) {
  std::string text;
  for (const auto& update : claims.updates) {
    text += " " + std::to_string(update.kb) + (update.variant.empty() ? "" : "-" + update.variant) + "@" +
            std::to_string(update.line) + (update.installed_on ? "=" + to_string(*update.installed_on) : "");
  }
  return text;
}

/// Device, operating system, updates with their lines, counts, and days: one line each, in this order.
inline std::string spelled_observation(const estate::Observation& seen) {
  std::string text = seen.device + "\n";
  const estate::Claims& claims = *seen.claims;
  if (claims.os) text += spelled_os(*claims.os);
  text += claims.updates_listed ? "updates" : "no list";
  text += spelled_updates(claims) + " | entries " + std::to_string(claims.entries) + " nameless " +
          std::to_string(claims.entries_nameless);
  if (claims.updates_declared) text += " declared " + std::to_string(*claims.updates_declared);
  if (claims.updates_partial) text += " partial";
  if (claims.cut_short) text += " cut short";
  if (seen.seen_on) text += "\nseen on " + to_string(*seen.seen_on);
  if (seen.not_before) text += "\nnot before " + to_string(*seen.not_before);
  return text;
}

/// The observations one below the other, or the error's code.
inline std::string spelled_observations(const Result<std::vector<estate::Observation>>& seen) {
  if (!seen) return std::string(seen.error().code);
  std::string text;
  for (const auto& one : *seen) text += (text.empty() ? "" : "\n--\n") + spelled_observation(one);
  return text;
}

}  // namespace shoal::ingest
