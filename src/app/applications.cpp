#include "app/applications.hpp"

#include <fstream>

#include "base/text.hpp"
#include "ingest/application_owners.hpp"
#include "ingest/encoding.hpp"
#include "lifecycle/programs.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t table_bytes_max = std::uintmax_t{64} << 20U;

Result<estate::ApplicationOwners> read(const fs::path& path) {
  const std::string bytes = SHOAL_TRY(load_table(path, "a table of owners"));
  const ingest::DecodedText decoded = SHOAL_TRY(ingest::decode(bytes));
  return ingest::read_application_owners(decoded.text(), path.string());
}

bool is_apart(const lifecycle::ProgramCatalogue& programs, const estate::InstalledProgram& program) {
  switch (lifecycle::recognise_program(programs, program.name, program.publisher, program.version).kind) {
    case lifecycle::EntryKind::program:
    case lifecycle::EntryKind::unmatched:
      return false;
    case lifecycle::EntryKind::update:
    case lifecycle::EntryKind::language_pack:
    case lifecycle::EntryKind::driver:
    case lifecycle::EntryKind::part:
      return true;
  }
  return false;
}

}  // namespace

Result<std::string> load_table(const fs::path& path, std::string_view what) {
  std::error_code failed;
  if (!fs::exists(path, failed)) return Error{ErrorKind::not_found, "app.no_path", "no such file"};
  const auto size = fs::file_size(path, failed);
  const Error unreadable{ErrorKind::unavailable, "app.unreadable", "the file cannot be read"};
  if (failed) return unreadable;
  if (size > table_bytes_max)
    return Error{ErrorKind::invalid_input, "ingest.too_large",
                 "the file has " + grouped(size) + " bytes, more than " + std::string(what) + " can have"};
  std::string bytes(size, '\0');
  std::ifstream in(path, std::ios::binary);
  if (in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in) return unreadable;
  return bytes;
}

estate::Applications applications_of(const knowledge::Pack& pack, const std::vector<estate::Device>& devices) {
  return estate::applications_of(
      devices, [&](const estate::InstalledProgram& program) { return is_apart(pack.catalogue.programs, program); });
}

Result<estate::ApplicationOwners> read_owners(const fs::path& path) {
  auto owners = read(path);
  if (!owners) return std::move(owners).error().within(path.string());
  return owners;
}

}  // namespace shoal::app
