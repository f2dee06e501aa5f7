// Small packs made by hand, for tests: every fact that matters stands in the test, by name and number.
//
// Stands for what knowledge/ reads from a real pack. Nothing outside the tests includes this.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/facts.hpp"
#include "exposure/judge.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::exposure {

/// One product and what is known of it. The defaults are Windows 7 SP1's.
struct MadeFacts {
  /// An update and, where it belongs to a line, the line's component and its place there.
  struct Made {
    std::uint32_t kb;
    Day released;
    std::optional<update::LineKind> kind = {};
    std::string line = "windows";
  };
  /// What one update fixes in one component.
  struct Fixes {
    std::uint32_t kb;
    std::vector<std::string> cves;
    std::string component = "windows";
    std::uint8_t first_seen = 0, last_seen = 0;
  };
  struct Supersedes {
    std::uint32_t newer, older;
  };
  struct Says {
    std::string cve, says;
  };

  static Day day(int year, unsigned month, unsigned of_month) {
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month);
  }

  lifecycle::Release release{"windows-7-sp1", "Windows 7 SP1", {}, "6.1", 7601, 1, {}, {}, "6.1", {}};
  lifecycle::SupportDates dates{"any", day(2015, 1, 13), day(2020, 1, 14), "made"};
  std::vector<lifecycle::Enrolment> enrolments = {};
  update::Family family{"6.1", day(2016, 10, 11), false};
  Day assessed_from = day(2011, 2, 22), assessed_until = day(2020, 1, 14);
  std::vector<Day> snapshots{day(2019, 3, 7), day(2020, 1, 10)};
  /// Beside the operating system itself.
  std::vector<Component> components = {};
  std::vector<Made> updates = {};
  std::vector<Fixes> fixes = {};
  std::vector<Supersedes> supersedes = {};
  std::vector<InBox> in_box = {};
  std::vector<Installer> installers = {};
  std::vector<Says> statements = {};
  /// Withdrawn updates, and updates that are public although support had ended.
  std::vector<std::uint32_t> withdrawn = {}, open_to_everybody = {};
  /// Days of publication of vulnerabilities that no update fixes, or that were published on another day than their
  /// earliest fix.
  std::map<std::string, Day> published = {};
  std::vector<update::BuildRevision> builds = {};  ///< `update` counts in `updates`.

  lifecycle::Catalogue catalogue() const;
  /// The facts, with product 0 as described.
  Facts facts() const;
};

/// A state of product 0, edition "any", with these updates, all named.
PatchState with_updates(std::vector<std::uint32_t> kbs);

/// The verdict on each vulnerability, one to a line.
std::string spelled(const ProductView& view, const Judgement& judgement);

/// "considered 3: fixed 1, missing 1, unassessed 1 (list_cut 1)": only what is not zero.
std::string spelled(const Counts& counts);

}  // namespace shoal::exposure
