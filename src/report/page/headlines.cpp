// Section: the sentences that a reader with one minute takes away, each with its denominator.
#include <algorithm>

#include "base/text.hpp"
#include "report/page/parts.hpp"

namespace shoal::report::page {
namespace {

// "12 of 14 devices" as a link to where they stand, then the rest of the sentence.
void headline(Html& html, const std::string& leads_to, const std::string& figure, const std::string& rest) {
  const auto item = html.in("li");
  link(html, leads_to, figure);
  html.text(" " + rest);
}

std::string of_devices(const Page& page, std::uint64_t devices) {
  return grouped(devices) + " of " + counted(page.totals.devices, "device", "devices");
}

// "run" or "runs", as the number before it asks.
std::string verb(std::uint64_t number, const char* one, const char* many) { return number == 1 ? one : many; }

void support_headline(const Page& page, Html& html) {
  std::uint64_t none = 0, in_doubt = 0;
  for (const SupportFigure& figure : support_figures(page.totals)) {
    if (figure.phase == lifecycle::Phase::none) none = figure.devices;
    if (!figure.phase || figure.phase == lifecycle::Phase::unknown) in_doubt += figure.devices;
  }
  std::string rest = verb(none, "runs", "run") + " a release that gets no security updates";
  if (in_doubt > 0) rest += "; of " + grouped(in_doubt) + " more nobody can tell";
  headline(html, "support", of_devices(page, none), rest + ".");
}

void exploited_headline(const Page& page, Html& html) {
  const std::uint64_t devices = devices_with_exploited(page.subject);
  headline(html, "exploited", of_devices(page, devices),
           verb(devices, "is", "are") + " surely open to at least one vulnerability that is known to be exploited.");
}

void decided_headline(const Page& page, Html& html) {
  const std::uint64_t open = page.totals.by_verdict[static_cast<std::size_t>(exposure::Verdict::unassessed)] +
                             page.totals.by_verdict[static_cast<std::size_t>(exposure::Verdict::presumed)];
  headline(html, "verdicts", grouped(open) + " of " + grouped(page.totals.considered),
           "verdicts (" + percent(open, page.totals.considered) +
               ") are not decided by what is held. They are not known to be safe.");
}

// What one device has, since the sum over all says nothing to anybody.
void presumed_headline(const Page& page, Html& html) {
  std::uint64_t devices = 0;
  double least = 0, most = 0;
  for (const PresumedFigure& figure : page.presumed) {
    const double expected = figure.view->outside().expected.expected;
    least = devices == 0 ? expected : std::min(least, expected);
    most = std::max(most, expected);
    devices += figure.devices;
  }
  if (devices == 0) return;
  headline(html, "presumed", of_devices(page, devices),
           verb(devices, "runs", "run") +
               " a release that the vendor no longer assesses. Of what was published since, " +
               (whole_text(least) == whole_text(most) ? whole_text(most)
                                                      : "from " + whole_text(least) + " to " + whole_text(most)) +
               " vulnerabilities are presumably on each; they are in no count of what is known.");
}

void install_headline(const Page& page, Html& html) {
  std::uint64_t closes = 0, exploited = 0;
  for (const InstallFigure& figure : page.install.updates) {
    closes += figure.closes;
    exploited += figure.exploited;
  }
  const std::uint64_t missing = page.totals.by_verdict[static_cast<std::size_t>(exposure::Verdict::missing)];
  headline(html, "install", counted(page.install.updates.size(), "update", "updates"),
           "would close " + grouped(closes) + " findings, " + grouped(exploited) +
               " of them known to be exploited; of " + counted(missing, "missing fix", "missing fixes") + " " +
               grouped(page.install.out_of_reach) + " cannot be had.");
}

void programs_headline(const Page& page, Html& html) {
  const std::uint64_t ended = page.programs.of(ProgramStance::ended);
  headline(html, "programs", grouped(ended) + " of " + counted(page.programs.listed(), "device", "devices"),
           "whose programs are listed " + verb(ended, "has", "have") + " at least one that gets no updates any more.");
}

void unjudged_headline(const Page& page, Html& html) {
  headline(html, "undecided", of_devices(page, page.undecided.not_judged),
           "cannot be judged" + std::string(page.undecided.not_judged > 0 ? ": here is why." : "."));
}

}  // namespace

void write_headlines(const Page& page, Html& html) {
  const auto list = html.in("ul", {{"class", "headlines"}});
  support_headline(page, html);
  exploited_headline(page, html);
  presumed_headline(page, html);
  decided_headline(page, html);
  install_headline(page, html);
  if (page.programs.listed() > 0) programs_headline(page, html);
  unjudged_headline(page, html);
}

}  // namespace shoal::report::page
