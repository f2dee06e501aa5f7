#include <iostream>
#include <optional>

#include "app/assess.hpp"
#include "app/import.hpp"
#include "cli/commands.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

Result<report::Imported> import_into(const ImportOptions& options) {
  const knowledge::Pack pack = SHOAL_TRY(app::open_named_pack(options.pack));
  app::ImportRequest request;
  request.paths.assign(options.paths.begin(), options.paths.end());
  request.received = SHOAL_TRY(day_or(options.received, today(), "--received"));
  request.program = program;
  request.mapped = options.mapped;
  request.date_order = options.date_order;
  const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::write));
  ProgressLine progress("importing");
  return app::import_inventories(*store, pack, request,
                                 [&](std::uint64_t done, std::uint64_t total) { progress.tell(done, total); });
}

}  // namespace

Exit run_import(const ImportOptions& options) {
  auto imported = import_into(options);
  if (!imported) {
    const bool disk = imported.error().kind == ErrorKind::unavailable;
    return fail(imported.error(), disk ? "what was kept before stays; the same import goes on from there" : "");
  }
  std::cout << (options.format == "json" ? report::spelled_json(*imported) : report::spelled(*imported));
  std::cout.flush();
  if (imported->files == 0 || imported->files == imported->files_set_aside) {
    std::fprintf(stderr, "error: nothing to keep: no inventory in %llu files\n",
                 static_cast<unsigned long long>(imported->files));
    return Exit::nothing;
  }
  return Exit::done;
}

}  // namespace shoal::cli
