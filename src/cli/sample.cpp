#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "app/assess.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "sample/outbreak.hpp"
#include "sample/programme.hpp"
#include "sample/write.hpp"

namespace shoal::cli {
namespace {

namespace fs = std::filesystem;

// Files below one folder, one open at a time: what the generator hands over becomes bytes on disk here.
class Folder {
 public:
  explicit Folder(fs::path root) : root_(std::move(root)) {}

  Result<void> take(std::string_view path, std::string_view bytes) {
    if (path != open_path_) {
      if (auto closed = close(); !closed) return closed;
      const fs::path target = root_ / path;
      // Most files stand beside the one before, whose folder is there.
      if (target.parent_path() != made_) {
        std::error_code failed;
        made_ = target.parent_path();
        fs::create_directories(made_, failed);
      }
      file_.reset(std::fopen(target.c_str(), "wb"));
      open_path_ = path;
      if (!file_) return cannot_write();
    }
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return cannot_write();
    return {};
  }

  Result<void> close() {
    if (file_ && std::fclose(file_.release()) != 0) return cannot_write();
    return {};
  }

 private:
  Error cannot_write() const {
    return {ErrorKind::unavailable, "cli.cannot_write",
            "cannot write " + (root_ / open_path_).string() + ": " + std::strerror(errno)};
  }

  struct Close {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
  };
  fs::path root_, made_;
  std::string open_path_;
  std::unique_ptr<std::FILE, Close> file_;
};

// Old files among new ones would make truth.csv a lie.
Result<void> must_be_empty(const fs::path& folder) {
  std::error_code failed;
  if (fs::exists(folder, failed) && !fs::is_empty(folder, failed))
    return Error{ErrorKind::conflict, "cli.not_empty", "the folder is not empty: " + folder.string()};
  return {};
}

Result<sample::EstateRequest> request_of(const SampleOptions& options) {
  sample::EstateRequest request;
  request.seed = options.seed;
  request.as_of = today();
  if (!options.as_of.empty()) {
    auto day = parse_day(options.as_of);
    if (!day) return std::move(day).error().within("--as-of");
    request.as_of = *day;
  }
  if (!options.mix.empty()) request.mix = SHOAL_TRY(sample::parse_mix(options.mix));
  request.devices = options.devices;
  if (request.devices == 0)
    for (const sample::MixPart& part : request.mix) request.devices += part.weight;
  request.faults = options.faults == "none"    ? sample::Faults::none
                   : options.faults == "usual" ? sample::Faults::usual
                                               : sample::Faults::many;
  for (const std::string& rate : options.rates) request.rates.push_back(SHOAL_TRY(sample::parse_fault_rate(rate)));
  return request;
}

constexpr std::uint64_t programme_devices_max = 1'000'000;

using NamedText = std::pair<std::string_view, std::string_view>;

// Texts beside each other in the folder that is asked for; the first is what a person starts from.
Exit write_texts(const SampleOptions& options, std::span<const NamedText> texts, const std::string& what) {
  const fs::path root = options.output;
  Folder folder(root);
  for (const auto& [path, text] : texts)
    if (const auto taken = folder.take(path, text); !taken) return fail(taken.error());
  if (const auto closed = folder.close(); !closed) return fail(closed.error());
  std::printf("%s: seed %llu, %s for %s devices\n", (root / texts.front().first).c_str(),
              static_cast<unsigned long long>(options.seed), what.c_str(), grouped(options.devices).c_str());
  return Exit::done;
}

Result<void> check_devices(const SampleOptions& options, const std::string& what) {
  if (options.devices < 1 || options.devices > programme_devices_max)
    return Error{ErrorKind::invalid_input, "sample.no_devices",
                 what + " has 1 to " + grouped(programme_devices_max) + " devices, not " + grouped(options.devices)};
  return must_be_empty(options.output);
}

std::string devices_hint(const Error& error) {
  return error.code == "sample.no_devices" ? "say how many with --devices" : "";
}

Exit run_sample_programme(const SampleOptions& options) {
  if (const auto good = check_devices(options, "a programme"); !good)
    return fail(good.error(), devices_hint(good.error()));
  const auto begins = day_or(options.as_of, today(), "--as-of");
  if (!begins) return fail(begins.error());
  const sample::ProgrammeFiles files = sample::made_programme_files(options.devices, *begins, options.seed);
  const NamedText texts[] = {
      {"programme.toml", files.programme}, {"applications.csv", files.applications}, {"devices.csv", files.devices}};
  return write_texts(options, texts, "a programme");
}

Exit run_sample_outbreak(const SampleOptions& options) {
  if (const auto good = check_devices(options, "a scenario"); !good)
    return fail(good.error(), devices_hint(good.error()));
  const sample::OutbreakFiles files = sample::outbreak_files(sample::made_outbreak(options.devices, options.seed));
  const NamedText texts[] = {{"scenario.toml", files.scenario},
                             {"zones.csv", files.zones},
                             {"devices.csv", files.devices},
                             {"ways.csv", files.ways},
                             {"credentials.csv", files.credentials}};
  return write_texts(options, texts, "a scenario");
}

}  // namespace

Exit run_sample(const SampleOptions& options) {
  if (options.programme) return run_sample_programme(options);
  if (options.outbreak) return run_sample_outbreak(options);
  const auto request = request_of(options);
  if (!request) return fail(request.error());
  const auto formats = sample::parse_formats(options.formats);
  if (!formats) return fail(formats.error());
  const fs::path root = options.output;
  if (const auto empty = must_be_empty(root); !empty) return fail(empty.error());
  const auto pack = app::open_named_pack(options.pack);
  if (!pack) return fail(pack.error());
  const auto estate = sample::Estate::make(pack->facts, pack->catalogue, *request);
  if (!estate)
    return fail(estate.error(),
                estate.error().code == "sample.no_devices" ? "say how many with --devices or --mix" : "");

  Folder folder(root);
  std::optional<ProgressLine> progress(std::in_place, "writing");
  const auto written = sample::write_files(
      *estate, *formats, [&](std::string_view path, std::string_view bytes) { return folder.take(path, bytes); },
      [&](std::uint64_t done, std::uint64_t total) { progress->tell(done, total); });
  progress.reset();
  if (!written) return fail(written.error());
  if (const auto closed = folder.close(); !closed) return fail(closed.error());
  std::printf("%s: seed %llu, %s devices, %s files, %s bytes\n", root.c_str(),
              static_cast<unsigned long long>(options.seed), grouped(request->devices).c_str(),
              grouped(written->files).c_str(), grouped(written->bytes).c_str());
  return Exit::done;
}

}  // namespace shoal::cli
