#include "app/portfolio.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "app/inspect_pool.hpp"
#include "app/inventory_file.hpp"
#include "base/text.hpp"
#include "inspect/unpack_archive.hpp"
#include "inspect/yara_search.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using readiness::Application;
using readiness::ApplicationFile;
using readiness::FactKind;

// A file by its own name, with what was unpacked from it.
struct StandingFile {
  ApplicationFile own;
  std::vector<ApplicationFile> members;  // Their paths begin with its name.

  // Whether it is an archive in which programs are, or of which that is not known.
  bool may_bring_programs() const {
    const auto format = own.sheet.first(FactKind::format);
    if (!format || (format->name != "cab" && !inspect::is_archive_format(format->name))) return false;
    return own.sheet.first(FactKind::unread, "members") ||
           std::any_of(members.begin(), members.end(),
                       [](const ApplicationFile& file) { return role_of(file.sheet) != Role::other; });
  }

  void move_to(const std::string& prefix, Application& application) {
    own.path = prefix + own.path;
    application.files.push_back(std::move(own));
    for (ApplicationFile& member : members) {
      member.path = prefix + member.path;
      application.files.push_back(std::move(member));
    }
  }
};

// A folder with what stands in it.
struct Folder {
  std::vector<StandingFile> files;
  std::map<std::string, std::size_t> places;  // Of the files, by name.
  std::map<std::string, Folder> folders;

  bool has(Role part) const {
    return std::any_of(files.begin(), files.end(),
                       [&](const StandingFile& file) { return role_of(file.own.sheet) == part; });
  }
};

// What would stand in a folder that is a file was unpacked from that.
void put(Folder& root, ApplicationFile file) {
  Folder* folder = &root;
  std::string_view rest = file.path;
  for (auto end = rest.find('/'); end != rest.npos; end = rest.find('/')) {
    const std::string part(rest.substr(0, end));
    if (const auto package = folder->places.find(part); package != folder->places.end()) {
      file.path = std::string(rest);
      folder->files[package->second].members.push_back(std::move(file));
      return;
    }
    folder = &folder->folders[part];
    rest.remove_prefix(end + 1);
  }
  file.path = std::string(rest);
  folder->places.emplace(file.path, folder->files.size());
  folder->files.push_back({std::move(file), {}});
}

// The cabinets beside a package that it names, in lower case, as the facts of its Media table have them.
void add_named_cabinets(const readiness::FactSheet& package, std::set<std::string>& names) {
  for (std::size_t i = 0; i < package.size(); i++) {
    if (package.kind(i) != FactKind::msi_row || package[i].name != "Media") continue;
    const std::string_view cabinet = readiness::column_of(package[i].value, "Cabinet");
    if (!cabinet.empty() && !cabinet.starts_with('#')) names.insert(lower_ascii(cabinet));
  }
}

// What is in a cabinet that a package names was unpacked as of that package, which tells what it lacks; the cabinet
// alone knows neither where its files go nor what it is continued in.
void leave_to_packages(Folder& folder) {
  std::set<std::string> named;
  for (const StandingFile& file : folder.files)
    if (role_of(file.own.sheet) == Role::package) add_named_cabinets(file.own.sheet, named);
  if (named.empty()) return;
  for (StandingFile& file : folder.files) {
    const readiness::FactSheet& whole = file.own.sheet;
    if (!named.contains(lower_ascii(file.own.path)) || whole.first(FactKind::format)->name != "cab") continue;
    readiness::FactSheet own;
    for (std::size_t i = 0; i < whole.size(); i++)
      if (const readiness::Fact fact = whole[i]; fact.kind != FactKind::unread || fact.name != "members")
        own.add(fact.kind, fact.name, fact.value, fact.number, fact.at, fact.more);
    file.own.sheet = std::move(own);
    file.members.clear();
  }
}

// Everything below `folder`, with its path below the application.
void take_all(Folder& folder, const std::string& prefix, Application& application) {
  leave_to_packages(folder);
  for (StandingFile& file : folder.files) file.move_to(prefix, application);
  for (auto& [name, below] : folder.folders) take_all(below, prefix + name + "/", application);
}

class Grouper {
 public:
  explicit Grouper(Leftover& leftover) : leftover_(leftover) {}

  void look_into(Folder& folder, const std::string& name) {
    if (folder.has(Role::program)) {
      Application application{name, {}};
      take_all(folder, "", application);
      made_.push_back(std::move(application));
      return;
    }
    const bool has_packages = folder.has(Role::package);
    for (StandingFile& file : folder.files) {
      // A cabinet beside a package is a part of that.
      const bool is_part = has_packages && file.own.sheet.first(FactKind::format)->name == "cab";
      if (role_of(file.own.sheet) != Role::package && (is_part || !file.may_bring_programs())) {
        leave(file, name);
        continue;
      }
      Application application{name.empty() ? file.own.path : name + "/" + file.own.path, {}};
      file.move_to("", application);
      made_.push_back(std::move(application));
    }
    for (auto& [own, below] : folder.folders) look_into(below, name.empty() ? own : name + "/" + own);
  }

  std::vector<Application> take() { return std::move(made_); }

 private:
  void leave(const StandingFile& file, const std::string& folder) {
    const auto unread = file.own.sheet.first(FactKind::unread, "file");
    if (!unread) {
      leftover_.idle++;
      return;
    }
    leftover_.unread.push_back(
        {folder.empty() ? file.own.path : folder + "/" + file.own.path, std::string(unread->value)});
  }

  Leftover& leftover_;
  std::vector<Application> made_;
};

}  // namespace

Role role_of(const readiness::FactSheet& sheet) {
  const auto format = sheet.first(FactKind::format);
  if (!format) return Role::other;
  const auto is_one = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), format->name) != words.end();
  };
  if (sheet.first(FactKind::installer) || is_one({"msi", "msp"})) return Role::package;
  return is_one({"mz", "com", "ne", "le", "lx", "pe", "script"}) ? Role::program : Role::other;
}

std::vector<Application> group_files(const fs::path& root, std::vector<ApplicationFile> files, Leftover& leftover) {
  Grouper grouper(leftover);
  Folder folder;
  for (ApplicationFile& file : files) put(folder, std::move(file));
  grouper.look_into(folder, root.string());
  return grouper.take();
}

Result<Portfolio> read_portfolio(const std::vector<fs::path>& paths, const readiness::RuleSet& rules,
                                 unsigned processes, const Progress& progress) {
  const inspect::YaraSearch yara = SHOAL_TRY(inspect::YaraSearch::make(rules.rules()));
  const inspect::TextSearch search({rules.wanted(FactKind::string), rules.wanted(FactKind::word), &yara});
  InspectPool pool(search, processes);
  const std::vector<fs::path> files = SHOAL_TRY(find_inventory_files(paths));
  Portfolio portfolio;
  portfolio.files = files.size();
  std::vector<InspectPool::Sheets> sheets(files.size());
  std::uint64_t done = 0;
  pool.run(files, [&](std::size_t position, InspectPool::Sheets read) {
    sheets[position] = std::move(read);
    progress(++done, files.size());
  });
  std::error_code failed;
  for (const fs::path& root : paths) {
    const bool is_file = fs::is_regular_file(root, failed);
    std::vector<ApplicationFile> own;
    for (std::size_t i = 0; i < files.size(); i++) {
      const fs::path below = files[i].lexically_relative(root);
      const bool inside = is_file ? files[i] == root : !below.empty() && *below.begin() != "..";
      if (!inside || sheets[i].empty()) continue;  // One that two paths mean belongs to the first.
      const std::string path = is_file ? root.filename().string() : below.string();
      for (inspect::NamedSheet& each : sheets[i])
        own.push_back({each.path.empty() ? path : path + "/" + each.path, std::move(each.sheet)});
      sheets[i] = {};
    }
    if (is_file && !own.empty()) {
      portfolio.applications.push_back({root.string(), std::move(own)});
    } else {
      auto made = group_files(root, std::move(own), portfolio.leftover);
      std::move(made.begin(), made.end(), std::back_inserter(portfolio.applications));
    }
  }
  std::sort(portfolio.applications.begin(), portfolio.applications.end(),
            [](const Application& a, const Application& b) { return a.name < b.name; });
  for (Application& application : portfolio.applications) readiness::relate(application);
  return portfolio;
}

std::vector<Judged> judge_portfolio(const Portfolio& portfolio, const readiness::RuleSet& rules,
                                    const std::vector<readiness::Baseline>& baselines,
                                    const std::vector<const readiness::Target*>& targets) {
  std::vector<Judged> judged;
  judged.reserve(portfolio.applications.size() * targets.size());
  for (std::size_t i = 0; i < portfolio.applications.size(); i++) {
    const readiness::Assessment assessment(rules, portfolio.applications[i]);
    for (std::size_t t = 0; t < targets.size(); t++) judged.push_back({i, t, assessment.on(*targets[t], baselines[t])});
  }
  return judged;
}

}  // namespace shoal::app
