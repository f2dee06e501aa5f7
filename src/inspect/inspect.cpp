#include "inspect/inspect.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "inspect/authenticode.hpp"
#include "inspect/cab.hpp"
#include "inspect/format.hpp"
#include "inspect/inf.hpp"
#include "inspect/le.hpp"
#include "inspect/manifest.hpp"
#include "inspect/msi.hpp"
#include "inspect/msi_files.hpp"
#include "inspect/mz.hpp"
#include "inspect/ne.hpp"
#include "inspect/pe.hpp"
#include "inspect/script.hpp"
#include "inspect/unpack.hpp"
#include "inspect/unpack_archive.hpp"
#include "inspect/yara_search.hpp"

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
    search_whole();
  } else if (format == "manifest") {
    read_manifest(file.slice(0, xml_bytes_max), 0, work, sheet);
  } else if (format == "config") {
    read_configuration(file.slice(0, xml_bytes_max), work, sheet);
  } else if (format == "registry" || format == "text") {
    search_whole();
  }
}

// The facts of a file within a budget.
readiness::FactSheet read_file(std::string_view bytes, std::string_view name, const TextSearch& search, Work& work) {
  readiness::FactSheet sheet;
  // Readers of programs tell the format themselves, since they look further into the file than its beginning.
  std::string_view format = executable_format(Span(bytes));
  if (format.empty()) {
    format = format_of(bytes, name);
    add_format(bytes, name, sheet);
  }
  read_format(format, Span(bytes), name, search, work, sheet);
  if (search.wanted().yara != nullptr) search.wanted().yara->search(bytes, work, sheet);
  sheet.add(FactKind::file_name, lower_ascii(name));
  if (work.exhausted()) sheet.add(FactKind::unread, "budget", "it takes more work than is spent on one file");
  return sheet;
}

// Bytes that hold files.
struct Carried {
  std::string format;
  std::string_view bytes;
  std::string_view otherwise = {};  // Where nothing comes out of these.
};

// What of a file holds others: all of it, or of a program what stands behind it and the cabinets among its resources,
// as in programs that unpack themselves.
std::vector<Carried> carried_by(std::string_view bytes, const readiness::FactSheet& sheet) {
  constexpr std::size_t cabinets_max = 4;
  const std::string format(sheet.first(FactKind::format)->name);
  if (format == "szdd" || format == "kwaj" || format == "cab" || format == "msi" || format == "msp" ||
      is_archive_format(format))
    return {{format, bytes}};
  std::vector<Carried> all;
  if (format != "pe") return all;
  const Span file(bytes);
  for (std::size_t i = 0; i < sheet.size() && all.size() < cabinets_max; i++) {
    const auto fact = sheet[i];
    if (fact.kind == FactKind::overlay) {
      // A zip counts from the program's beginning, or from its own.
      if (fact.value == "zip") all.push_back({"zip", bytes, file.slice(fact.at, fact.number)});
      if (fact.value == "cab" || fact.value == "7z" || fact.value == "rar")
        all.push_back({std::string(fact.value), file.slice(fact.at, fact.number)});
    }
    if (fact.kind == FactKind::resource && is_cabinet(file.slice(fact.at, 8)))
      all.push_back({"cab", file.slice(fact.at, fact.number)});
  }
  return all;
}

// A file with what is in it, and with what is in that.
class PackageInspector {
 public:
  PackageInspector(const TextSearch& search, const std::vector<CabinetBeside>& beside)
      : search_(search), beside_(beside) {}

  std::vector<NamedSheet> inspect(std::string_view bytes, std::string_view name) {
    Work work(file_steps_max);
    take_sheet({}, read_file(bytes, name, search_, work));
    unpack(bytes, name, {}, 0);
    return std::move(sheets_);
  }

 private:
  // An archive with a setup program that carries a package: what is in one more is not looked into.
  static constexpr int packages_deep_max = 3;
  static constexpr std::size_t troubles_max = 20;

  // Whether there was room.
  bool take_sheet(std::string path, readiness::FactSheet sheet) {
    bytes_ += sheet.bytes() + path.size();
    if (bytes_ > package_sheet_bytes_max && !sheets_.empty()) return false;
    sheets_.push_back({std::move(path), std::move(sheet)});
    return true;
  }

  void unpack(std::string_view bytes, std::string_view name, const std::string& path, int deep) {
    const std::size_t own = sheets_.size() - 1;
    const std::vector<Carried> all = carried_by(bytes, sheets_[own].sheet);
    if (all.empty()) return;
    if (deep == packages_deep_max) return say(own, {"it is in a package that is itself in others"});
    const std::string prefix = path.empty() ? "" : path + "/";
    std::size_t dropped = 0;
    const TakeBelow take = [&](const std::string& below, const UnpackedMember& member) {
      if (!take_member(member, prefix + below, deep)) dropped++;
    };
    for (const Carried& each : all) unpack_one(each, own, name, take);
    if (dropped > 0)
      say(own, {"there are more facts in it than are kept, so that " + std::to_string(dropped) +
                " of its files are left out"});
  }

  using TakeBelow = std::function<void(const std::string& below, const UnpackedMember& member)>;

  void unpack_one(const Carried& carried, std::size_t own, std::string_view name, const TakeBelow& take) {
    const auto by_name = [&](const UnpackedMember& member) { take(tame_path(member.name), member); };
    if (carried.format == "szdd" || carried.format == "kwaj") {
      const auto inner = sheets_[own].sheet.first(FactKind::contains);
      const std::string below = tame_path(inner ? inner->value : name);
      say(own, unpack_compressed(carried.bytes, budget_, [&](const UnpackedMember& member) { take(below, member); }));
    } else if (carried.format == "cab") {
      say(own, unpack_cabinets({{{}, Pieces(carried.bytes)}}, budget_, by_name));
    } else if (is_archive_format(carried.format)) {
      const std::size_t before = sheets_.size();
      std::vector<std::string> troubles = unpack_archive(carried.bytes, budget_, by_name);
      if (!troubles.empty() && sheets_.size() == before && !carried.otherwise.empty())
        troubles = unpack_archive(carried.otherwise, budget_, by_name);
      say(own, troubles);
    } else {
      PackageFiles files = files_of_package(Span(carried.bytes), budget_.work);
      say(own, files.troubles);
      // A package that is in another has nothing beside it that could be told.
      for (const std::string& outside : files.outside)
        if (own != 0 || !join_beside(outside, files.cabinets)) say(own, {outside + " is not beside the package"});
      say(own, unpack_cabinets(files.cabinets, budget_, [&](const UnpackedMember& member) {
            const auto known = files.paths.find(member.name);
            take(known == files.paths.end() ? tame_path(member.name) : known->second, member);
          }));
    }
  }

  // Whether the cabinet is there, of which it then is one more.
  bool join_beside(const std::string& name, std::vector<CabinetBytes>& cabinets) const {
    const auto found = std::find_if(beside_.begin(), beside_.end(),
                                    [&](const CabinetBeside& each) { return equal_ignoring_case(each.name, name); });
    if (found == beside_.end()) return false;
    const bool is_joined = std::any_of(cabinets.begin(), cabinets.end(),
                                       [&](const CabinetBytes& each) { return each.name == found->name; });
    if (!is_joined) cabinets.push_back({found->name, Pieces(found->bytes)});
    return true;
  }

  bool take_member(const UnpackedMember& member, const std::string& path, int deep) {
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    const std::uint64_t steps = std::min(file_steps_max, budget_.work.left());
    Work work(steps);
    readiness::FactSheet sheet = read_file(member.bytes, name, search_, work);
    budget_.work.spend(steps - work.left());
    // Of films and texts it is enough to have their beginning.
    const std::string format(sheet.first(FactKind::format)->name);
    if (!member.whole && is_looked_into(format))
      sheet.add(FactKind::unread, "file", "it is too large to be unpacked as a whole");
    if (!take_sheet(path, std::move(sheet))) return false;
    unpack(member.bytes, name, path, deep + 1);
    return true;
  }

  static bool is_looked_into(std::string_view format) {
    constexpr std::string_view none[] = {"unknown", "help", "chm", "access", "text", "pdf", "picture", "typelib"};
    return std::find(std::begin(none), std::end(none), format) == std::end(none);
  }

  void say(std::size_t sheet, const std::vector<std::string>& troubles) {
    readiness::FactSheet& of = sheets_[sheet].sheet;
    for (std::size_t i = 0; i < std::min(troubles.size(), troubles_max); i++) {
      // What the reader of its list has said already.
      bool told = false;
      for (std::size_t k = 0; k < of.size() && !told; k++)
        told = of[k].kind == FactKind::unread && of[k].name == "members" && of[k].value == troubles[i];
      if (!told) of.add(FactKind::unread, "members", troubles[i]);
    }
    if (troubles.size() > troubles_max)
      of.add(FactKind::unread, "members", "and " + std::to_string(troubles.size() - troubles_max) + " more such");
  }

  const TextSearch& search_;
  const std::vector<CabinetBeside>& beside_;
  PackageBudget budget_;
  std::vector<NamedSheet> sheets_;
  std::size_t bytes_ = 0;
};

}  // namespace

readiness::FactSheet inspect_file(std::string_view bytes, std::string_view name, const TextSearch& search) {
  Work work(file_steps_max);
  return read_file(bytes, name, search, work);
}

void prepare_to_inspect() {
  prepare_signatures();
  prepare_archives();
}

std::vector<NamedSheet> inspect_with_members(std::string_view bytes, std::string_view name, const TextSearch& search,
                                             const std::vector<CabinetBeside>& beside) {
  return PackageInspector(search, beside).inspect(bytes, name);
}

}  // namespace shoal::inspect
