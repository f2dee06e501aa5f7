// shoal readiness baseline: what an installation of Windows has, to a file that stands for it.
#include "app/baselines.hpp"

#include <cstdio>
#include <fstream>

#include "app/rules.hpp"
#include "app/system_image.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"

namespace shoal::cli {
namespace {

// What was read, and what of it was not there.
void tell_image(const readiness::SystemImage& image, const std::string& output) {
  std::printf("%s\n", readiness::Baseline::of(image).name().c_str());
  std::uint64_t functions = 0, forwarded = 0, unread = 0;
  for (const readiness::ImageModule& module : image.modules) {
    functions += module.exports.size();
    unread += module.is_read ? 0 : 1;
    for (const readiness::ImageExport& each : module.exports) forwarded += each.forwarded_to.empty() ? 0 : 1;
  }
  const auto line = [](std::uint64_t count, const char* what) {
    std::printf("%12s %s\n", grouped(count).c_str(), what);
  };
  line(image.modules.size(), "modules");
  if (unread > 0) line(unread, "of them whose functions cannot all be read");
  line(functions, "functions");
  line(forwarded, "of them are forwarded to other modules");
  line(image.api_sets.size(), "contracts of API sets");
  line(image.side_by_side.size(), "modules side by side, for programs whose manifest names them");
  if (image.has_software) {
    line(image.registry.classes.size() + image.registry.classes32.size(), "COM classes");
    line(image.registry.programs.size(), "of them go by names");
  }
  if (image.has_system) line(image.registry.services.size(), "services and drivers");
  if (!image.has_software || !image.has_system)
    std::printf("without %s: nothing is said of %s\n",
                image.has_software ? "the hive SYSTEM"
                : image.has_system ? "the hive SOFTWARE"
                                   : "hives of the registry",
                image.has_software ? "services"
                : image.has_system ? "its build and its classes"
                                   : "its build, its classes and its services");
  std::printf("written to %s\n", output.c_str());
}

}  // namespace

Exit run_readiness_baseline(const ReadinessOptions& options) {
  const auto book = app::open_rulebook(options.pack, options.rules);
  if (!book) return fail(book.error());
  const auto targets = find_targets(*book, options.targets);
  if (!targets) return fail(targets.error(), "shoal readiness targets lists them");
  app::ImageRequest request;
  request.target = targets->front();
  const auto read_on = day_or(options.as_of, today(), "--as-of");
  if (!read_on) return fail(read_on.error());
  request.sources = {options.paths.begin(), options.paths.end()};
  request.name = options.name;
  request.read = *read_on;
  if (options.index != 0) request.index = options.index;
  auto made = [&] {
    ProgressLine progress("reading");
    return app::read_system_image(request,
                                  [&](std::uint64_t done, std::uint64_t total) { progress.tell(done, total); });
  }();
  if (!made)
    return fail(made.error(), made.error().code == "app.which_image" ? "--index N says which of them" : std::string());
  std::ofstream file(options.output, std::ios::binary);
  file << made->bytes << std::flush;
  if (!file) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write " + options.output});
  tell_image(made->image, options.output);
  return flushed();
}

}  // namespace shoal::cli
