#include "inspect/installer.hpp"

#include <algorithm>
#include <string>

namespace shoal::inspect {
namespace {

using readiness::FactKind;
using namespace std::string_view_literals;

// Searched of what stands behind the program: its beginning and, for Inno, its end, where that puts its setup data.
constexpr std::uint64_t marks_bytes_max = std::uint64_t{1} << 20U;

std::string_view word_behind(std::string_view rest, char end) {
  const std::string_view near = rest.substr(0, 40);
  const auto found = near.find(end);
  return found == near.npos ? std::string_view() : near.substr(0, found);
}

}  // namespace

void read_installer_marks(Span file, Work& work, readiness::FactSheet& sheet) {
  const auto overlay = sheet.first(FactKind::overlay);
  if (!overlay) return;
  const std::uint64_t at = overlay->at, size = overlay->number;
  const std::string magic(overlay->value);
  if (magic == "nullsoft") return sheet.add(FactKind::installer, "nsis", {}, 0, at);
  const std::string_view begin = file.slice(at, std::min(size, marks_bytes_max));
  const std::string_view end = size > marks_bytes_max ? file.slice(at + size - marks_bytes_max, marks_bytes_max) : "";
  if (!work.spend((begin.size() + end.size()) / 4)) return;
  // Behind padding of 512 bytes where the stub was put together anew.
  if (begin.find("\xEF\xBE\xAD\xDENullsoftInst"sv) != begin.npos)
    return sheet.add(FactKind::installer, "nsis", {}, 0, at);
  constexpr std::string_view inno = "Inno Setup Setup Data (";
  for (const std::string_view part : {begin, end})
    if (const auto found = part.find(inno); found != part.npos)
      return sheet.add(FactKind::installer, "inno", word_behind(part.substr(found + inno.size()), ')'), 0, at);
  // The resource that says where the data is, of loaders since 5.1.5.
  const std::string_view loader = file.slice(0, std::min(at, marks_bytes_max));
  if (magic == "inno" || (work.spend(loader.size() / 4) && loader.find("rDlPtS\xCD\xE6\xD7\x7B"sv) != loader.npos))
    sheet.add(FactKind::installer, "inno", {}, 0, at);
}

}  // namespace shoal::inspect
