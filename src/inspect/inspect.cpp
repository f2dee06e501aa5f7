#include "inspect/inspect.hpp"

#include "base/text.hpp"
#include "inspect/authenticode.hpp"
#include "inspect/cab.hpp"
#include "inspect/format.hpp"
#include "inspect/inf.hpp"
#include "inspect/le.hpp"
#include "inspect/manifest.hpp"
#include "inspect/msi.hpp"
#include "inspect/mz.hpp"
#include "inspect/ne.hpp"
#include "inspect/pe.hpp"
#include "inspect/script.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

// Programs without sections are searched whole, up to this many bytes.
constexpr std::uint64_t searched_bytes_max = std::uint64_t{16} << 20U;
constexpr std::uint64_t xml_bytes_max = std::uint64_t{4} << 20U;

void read_format(std::string_view format, Span file, std::string_view name, const TextSearch& search, Work& work,
                 readiness::FactSheet& sheet) {
  const auto search_whole = [&] { search.search(file.slice(0, searched_bytes_max), 0, work, sheet); };
  if (format == "pe") {
    for (const Range& range : read_pe(file, work, sheet))
      search.search(file.slice(range.at, range.size), range.at, work, sheet);
    read_installer_marks(file.bytes(), work, sheet);
  } else if (format == "ne") {
    read_ne(file, work, sheet);
    search_whole();
  } else if (format == "le" || format == "lx") {
    read_le(file, work, sheet);
    search_whole();
  } else if (format == "mz" || format == "com") {
    if (format == "mz") read_mz(file, work, sheet);
    search_whole();
  } else if (format == "msi" || format == "msp") {
    sheet.add(FactKind::installer, "msi");
    read_msi(file, work, sheet);
  } else if (format == "cab") {
    read_cab(file, work, sheet);
  } else if (format == "zip") {
    read_zip(file, work, sheet);
  } else if (format == "szdd" || format == "kwaj") {
    read_compressed(file, name, work, sheet);
  } else if (format == "script") {
    read_script(file.bytes(), name, search.wanted().words, work, sheet);
    search_whole();
  } else if (format == "inf") {
    read_inf(file.bytes(), work, sheet);
  } else if (format == "manifest") {
    read_manifest(file.slice(0, xml_bytes_max), 0, work, sheet);
  } else if (format == "config") {
    read_configuration(file.slice(0, xml_bytes_max), work, sheet);
  } else if (format == "registry" || format == "text") {
    search_whole();
  }
}

}  // namespace

readiness::FactSheet inspect_file(std::string_view bytes, std::string_view name, const TextSearch& search) {
  readiness::FactSheet sheet;
  Work work(file_steps_max);
  // Readers of programs tell the format themselves, since they look further into the file than its beginning.
  std::string_view format = executable_format(Span(bytes));
  if (format.empty()) {
    format = format_of(bytes, name);
    add_format(bytes, name, sheet);
  }
  read_format(format, Span(bytes), name, search, work, sheet);
  sheet.add(FactKind::file_name, lower_ascii(name));
  if (work.exhausted()) sheet.add(FactKind::unread, "budget", "it takes more work than is spent on one file");
  return sheet;
}

void prepare_to_inspect() { prepare_signatures(); }

}  // namespace shoal::inspect
