// shoal: options in, one use case, its exit status out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <utility>
#include <vector>

#include "cli/commands.hpp"

namespace shoal::cli {
namespace {

void add_days_and_pack(CLI::App& command, AssessOptions& options) {
  command.add_option("--as-of", options.as_of, "The day that is asked about, yyyy-mm-dd; today by default");
  command.add_option("--known-at", options.known_at,
                     "What was known on this day, yyyy-mm-dd; all that the pack holds by default");
  command.add_option("--enrolment", options.enrolments,
                     "An enrolment that every device holds, e.g. esu-windows-10-commercial-year-1; repeat for more");
  command.add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
}

void add_lists(CLI::App& command, std::vector<std::string>& mapped, std::string& date_order) {
  command.add_option("--map", mapped,
                     "What a column of a list means: HEADER=MEANING, or HEADER#2=MEANING for the second of that name; "
                     "repeat for more");
  command.add_option("--date-order", date_order, "How lists write days such as 03/04/2026: dmy or mdy")
      ->check(CLI::IsMember({"dmy", "mdy"}));
}

// What can be asked of an assessment, wherever it comes from.
void add_questions(CLI::App& command, AssessOptions& options) {
  command.add_option("--format", options.format, "table, json, ndjson, csv or xlsx")
      ->check(CLI::IsMember({"table", "json", "ndjson", "csv", "xlsx"}));
  command.add_option("--where", options.where,
                     "Only the devices that this filter means, e.g. 'os:xp site:BCU-04 seen:<30d'");
  command.add_option("--output", options.output, "Write there instead of to standard output");
  command.add_option("--report", options.report, "Also write the whole as one HTML file, to hand on or print");
  command.add_option("--incident", options.incidents,
                     "Who has the fixes for an incident, e.g. wannacry; repeat for more");
  command.add_option("--has", options.has,
                     "Who has an update or one that contains it, e.g. KB4012598; repeat for more");
  command
      .add_option("--fail-on", options.fail_on,
                  "Exit 1 if any device is so; unsupported is by its release or by a program on it; repeat for more")
      ->check(CLI::IsMember({"missing", "unsupported", "unsupported-release", "unsupported-program", "exploited",
                             "presumed", "unassessable"}));
}

void add_assess(CLI::App& app, AssessOptions& options) {
  CLI::App* command = app.add_subcommand("assess", "Judge the inventories in files and folders");
  command->add_option("paths", options.paths, "Files, and folders of any depth")->required();
  add_days_and_pack(*command, options);
  add_lists(*command, options.mapped, options.date_order);
  add_questions(*command, options);
  command->add_option("--compare", options.compare,
                      "What became of each device since this earlier export, a file or folder; repeat for more");
  command->add_option("--explain", options.explain, "DEVICE and CVE: the chain from bytes to verdict")->expected(2);
}

// What `shoal exposure` was asked for.
struct Exposure {
  AssessOptions list, explain;
  std::string device, cve;
  CLI::App* listing = nullptr;
};

void add_exposure(CLI::App& app, Exposure& options) {
  CLI::App* exposure = app.add_subcommand("exposure", "What is open, and why");
  exposure->require_subcommand(1);
  options.list.estate = options.explain.estate = default_estate;
  options.listing = exposure->add_subcommand("list", "Judge the devices of a register");
  options.listing->add_option("--estate", options.list.estate, "The register; estate.shoal by default");
  options.listing
      ->add_option("--compare", options.list.compare, "What became of each device since this day, yyyy-mm-dd")
      ->expected(1);
  add_days_and_pack(*options.listing, options.list);
  add_questions(*options.listing, options.list);
  CLI::App* command = exposure->add_subcommand("explain", "The chain from bytes to verdict");
  command->add_option("device", options.device, "A device's name, or the path of its inventory")->required();
  command->add_option("cve", options.cve, "E.g. CVE-2017-0144")->required();
  command->add_option("paths", options.explain.paths, "Files, and folders of any depth, in place of the register");
  command->add_option("--estate", options.explain.estate, "The register; estate.shoal by default");
  add_days_and_pack(*command, options.explain);
  add_lists(*command, options.explain.mapped, options.explain.date_order);
}

void add_import(CLI::App& app, ImportOptions& options) {
  CLI::App* command = app.add_subcommand("import", "Add inventories to a register");
  command->add_option("paths", options.paths, "Files, and folders of any depth")->required();
  command->add_option("--estate", options.estate, "The register, made where there is none; estate.shoal by default");
  command->add_option("--received", options.received,
                      "The day on which we are told, yyyy-mm-dd; today by default, and never before the last import's");
  add_lists(*command, options.mapped, options.date_order);
  command->add_option("--format", options.format, "table or json")->check(CLI::IsMember({"table", "json"}));
  command->add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
}

// `shoal estate`, one command of which was asked for.
class Estate {
 public:
  explicit Estate(CLI::App& app)
      : estate_(app.add_subcommand("estate", "What a register holds, and how it came to that")) {
    estate_->require_subcommand(1);
    CLI::App* count = add("count", "How many devices of each kind", run_estate_count);
    add_grouping(*count);
    add_filter(*count);
    add_formats(*count, {"table", "json", "csv"});
    CLI::App* list = add("list", "Each device in a line", run_estate_list);
    add_filter(*list);
    add_formats(*list, {"table", "json", "ndjson", "csv"});
    CLI::App* apps = add("apps", "Which applications the devices have, or who has one", run_estate_apps);
    apps->add_option("application", options_.application, "One application, e.g. 'HOLMES 2': the devices that have it");
    apps->add_option("--owners", options_.owners,
                     "A CSV file with the columns application, owner, criticality, personal_data");
    add_filter(*apps);
    add_formats(*apps, {"table", "json", "csv"});
    add_device(*add("show", "What is known of one device, and from where", run_estate_show));
    CLI::App* diff =
        add("diff", "What became of the estate between two days; the parts sum to the change", run_estate_diff);
    diff->add_option("first", options_.first_day, "The first day, yyyy-mm-dd")->required();
    diff->add_option("second", options_.second_day, "The second day, yyyy-mm-dd; today by default");
    add_grouping(*diff);
    add_filter(*diff);
    add_formats(*diff, {"table", "json", "csv"});
    CLI::App* coverage = add("coverage", "How many devices no source saw, by how sources overlap", run_estate_coverage);
    coverage->add_option("--feeds", options_.feeds, "FROM=TO: one source is filled from another; repeat for more");
    add_filter(*coverage);
    add_formats(*coverage, {"table", "json"});
    add_device(*add("explain", "Why observations are held to be of one machine", run_estate_explain));
    CLI::App* merge = add("merge", "Say that two devices are one machine", run_estate_merge);
    add_device(*merge);
    merge->add_option("other", options_.other_device, "The other, likewise")->required();
    add_decision(*merge);
    CLI::App* split = add("split", "Say that some trails of a device are another machine", run_estate_split);
    split->add_option("trails", options_.trails, "Their numbers, as shoal estate explain has them")->required();
    add_decision(*split);
    for (const bool retired : {true, false}) {
      CLI::App* command = add(retired ? "retire" : "restore",
                              retired ? "Say that a device is out of use" : "Say that a device is in use again",
                              [retired](const EstateOptions& options) { return run_estate_retire(options, retired); });
      add_device(*command);
      add_decision(*command);
      command->add_option("--on", options_.on, "From this day on, yyyy-mm-dd; today by default");
    }
  }

  Exit run() const {
    for (const auto& [command, verb] : verbs_)
      if (command->parsed()) return verb(options_);
    return Exit::usage;
  }

 private:
  using Verb = std::function<Exit(const EstateOptions&)>;

  CLI::App* add(const char* name, const char* what, Verb verb) {
    CLI::App* command = estate_->add_subcommand(name, what);
    command->add_option("--estate", options_.estate, "The register; estate.shoal by default");
    command->add_option("--as-of", options_.as_of, "The day that is asked about, yyyy-mm-dd; today by default");
    command->add_option("--known-at", options_.known_at,
                        "What was known on this day, yyyy-mm-dd; all that the register holds by default");
    command->add_option("--pack", options_.pack, "A pack of facts in place of the one inside this program");
    command->add_option("--silent-after", options_.silent_after, "A device is silent after so many days; 30 by default")
        ->check(CLI::Range(0, 36'500));
    verbs_.emplace_back(command, std::move(verb));
    return command;
  }
  void add_grouping(CLI::App& command) {
    command.add_option("--by", options_.by,
                       "What to count by: os, release, support, activity, list, source, smb1, ... or the key of a tag");
  }
  void add_filter(CLI::App& command) {
    command.add_option("--where", options_.where, "Only the devices that this filter means, e.g. 'os:xp site:BCU-04'");
  }
  void add_formats(CLI::App& command, const std::vector<std::string>& formats) {
    std::string text;
    for (const std::string& format : formats) text += (text.empty() ? "" : ", ") + format;
    command.add_option("--format", options_.format, text)->check(CLI::IsMember(formats));
  }
  void add_device(CLI::App& command) {
    command.add_option("device", options_.device, "A device's name, or '#' and its number")->required();
  }
  void add_decision(CLI::App& command) {
    command.add_option("--why", options_.why, "Why; kept with the decision")->required();
    command.add_option("--by", options_.by_whom, "Who decides; the user of this session by default")->envname("USER");
  }

  CLI::App* estate_;
  EstateOptions options_;
  std::vector<std::pair<CLI::App*, Verb>> verbs_;
};

// `shoal readiness`: paths to judge, or one of its commands.
class Readiness {
 public:
  explicit Readiness(CLI::App& app)
      : readiness_(app.add_subcommand("readiness", "Whether applications will run on a target, and what stops them")) {
    readiness_->add_option("paths", options_.paths, "Programs, packages, and folders of any depth");
    readiness_->add_option("--target", options_.targets,
                           "Where they are to run, e.g. windows-11-24h2-x64; repeat for more");
    readiness_->add_flag(
        "--downlevel", options_.downlevel,
        "Whether they will still run on releases before Windows 10: those of --target, or all of them");
    readiness_->add_option("--format", options_.format, "table, json, csv or html")
        ->check(CLI::IsMember({"table", "json", "csv", "html"}));
    readiness_->add_option("--baseline", options_.baselines,
                           "What a target has, as read from an installation; repeat for more targets");
    readiness_->add_option("--report", options_.report, "Also write the whole as one HTML file, to hand on or print");
    readiness_->add_option("--estate", options_.estate,
                           "A register: keep the result there, and say what it means for its devices");
    readiness_->add_option(
        "--links", options_.links,
        "A CSV file with the columns application and program: which of the devices' programs each is");
    add_readiness_days(*readiness_);
    add_received(*readiness_);
    add_knowledge(*readiness_);
    CLI::App* tested = add("tested", "Say what a person found who ran an application", run_readiness_tested);
    tested->add_option("application", options_.application, "Its name, as shoal readiness list has it")->required();
    tested->add_option("--target", options_.targets, "Where it was run")->required()->expected(1);
    tested->add_option("--result", options_.result, "works, works-with-remedy or fails")
        ->required()
        ->check(CLI::IsMember({"works", "works-with-remedy", "fails"}));
    tested->add_option("--by", options_.by_whom, "Who ran it")->required();
    tested->add_option("--on", options_.on, "The day of the test, yyyy-mm-dd")->required();
    tested->add_option("--ran", options_.ran, "What was run: the steps, the cases");
    tested->add_option("--remedy", options_.remedy, "What made it work, as shoal readiness rules has it");
    tested->add_option("--estate", options_.estate, "The register; estate.shoal by default");
    add_received(*tested);
    add_knowledge(*tested);
    CLI::App* list =
        add("list", "The verdicts that a register keeps, and what unblocks its devices", run_readiness_list);
    list->add_option("--estate", options_.estate, "The register; estate.shoal by default");
    list->add_option("--target", options_.targets, "Only of this target; repeat for more");
    list->add_option("--format", options_.format, "table, json or csv")->check(CLI::IsMember({"table", "json", "csv"}));
    add_readiness_days(*list);
    add_knowledge(*list);
    CLI::App* facts = add("facts", "What programs say of themselves, a line for each fact", run_readiness_facts);
    facts->add_option("paths", options_.paths, "Programs, packages, and folders of any depth")->required();
    add_knowledge(*add("targets", "The targets and what is known of each", run_readiness_targets));
    CLI::App* rules = add("rules", "The rules, and from where each is known", run_readiness_rules);
    add_knowledge(*rules);
    rules->add_option("--format", options_.format, "table or json")->check(CLI::IsMember({"table", "json"}));
    CLI::App* test = rules->add_subcommand("test", "Run the tests that each rule brings");
    add_knowledge(*test);
    verbs_.insert(verbs_.begin(), {test, run_readiness_rules_test});
    add_knowledge(*facts);
    add_devices();
    add_baseline();
  }

  Exit run() const {
    if (devices_command_->parsed()) return run_readiness_devices(devices_);
    for (const auto& [command, verb] : verbs_)
      if (command->parsed()) return verb(options_);
    return run_readiness(options_);
  }

 private:
  using Verb = Exit (*)(const ReadinessOptions&);

  CLI::App* add(const char* name, const char* what, Verb verb) {
    CLI::App* command = readiness_->add_subcommand(name, what);
    verbs_.emplace_back(command, verb);
    return command;
  }
  void add_baseline() {
    CLI::App* command =
        add("baseline", "What an installation has, to a file that stands for it", run_readiness_baseline);
    command
        ->add_option("images", options_.paths,
                     "install.wim, install.esd, a disk, its Windows folder, or a folder of modules")
        ->required();
    command->add_option("--target", options_.targets, "Which target it is, e.g. windows-10-22h2-x64")
        ->required()
        ->expected(1);
    command->add_option("--output", options_.output, "The file to write")->required();
    command->add_option("--index", options_.index, "Which image of a WIM that has several")
        ->check(CLI::Range(1U, 0xFFFFU));
    command->add_option("--name", options_.name, "What answers call it; by default as the image is called");
    command->add_option("--as-of", options_.as_of, "The day on which it was read, yyyy-mm-dd; today by default");
    add_knowledge(*command);
  }
  void add_readiness_days(CLI::App& command) {
    command.add_option("--as-of", options_.as_of, "The day that is asked about, yyyy-mm-dd; today by default");
    command.add_option("--known-at", options_.known_at,
                       "What was known on this day, yyyy-mm-dd; all that the register holds by default");
  }
  void add_received(CLI::App& command) {
    command.add_option("--received", options_.received, "The day on which we are told, yyyy-mm-dd; today by default");
  }
  void add_knowledge(CLI::App& command) {
    command.add_option("--rules", options_.rules, "A folder of rules in place of those of the pack");
    command.add_option("--pack", options_.pack, "A pack of facts in place of the one inside this program");
  }

  void add_devices() {
    devices_command_ = readiness_->add_subcommand("devices", "Whether the hardware of devices is fit for a target");
    CLI::App& command = *devices_command_;
    command.add_option("paths", devices_.paths, "Inventories: files, archives, and folders of any depth");
    command.add_option("--estate", devices_.estate, "The register to ask in place of inventories");
    command.add_option("--target", devices_.targets, "Where they are to go, e.g. windows-11-24h2-x64; repeat for more");
    command.add_option("--where", devices_.where, "Only the devices that this filter means, e.g. 'os:xp site:BCU-04'");
    command.add_option("--format", devices_.format, "table, json or csv")
        ->check(CLI::IsMember({"table", "json", "csv"}));
    command.add_option("--as-of", devices_.as_of, "The estate as it was on this day; today by default");
    command.add_option("--known-at", devices_.known_at, "Only what was known by this day; today by default");
    command.add_option("--map", devices_.mapped, "What a column of a list means: HEADER=MEANING; repeat for more");
    command.add_option("--date-order", devices_.date_order, "dmy or mdy: which comes first in days such as 01/02/2026")
        ->check(CLI::IsMember({"dmy", "mdy"}));
    command.add_option("--hardware", devices_.hardware, "A folder of facts of hardware in place of those of the pack");
    command.add_option("--pack", devices_.pack, "A pack of facts in place of the one inside this program");
  }

  CLI::App* readiness_;
  CLI::App* devices_command_ = nullptr;
  ReadinessDevicesOptions devices_;
  ReadinessOptions options_;
  std::vector<std::pair<CLI::App*, Verb>> verbs_;  // The innermost first.
};

void add_plan(CLI::App& app, PlanOptions& options) {
  CLI::App* command = app.add_subcommand("plan", "Who moves when, how good that is, and when it ends");
  command
      ->add_option("programme", options.programme,
                   "A TOML file with teams, sites, weeks and the tables of devices and applications")
      ->required();
  command->add_option("--format", options.format, "table, json, csv, ics or html")
      ->check(CLI::IsMember({"table", "json", "csv", "ics", "html"}));
  command->add_option("--output", options.output, "Write there instead of to standard output");
  command->add_option("--report", options.report, "Also write the whole as one HTML file, to hand on or print");
  command->add_option("--seed", options.seed, "The same seed gives the same plan; 1 by default");
  command
      ->add_option("--time", options.seconds,
                   "Seconds after which the best plan so far is taken; then another run may find another")
      ->check(CLI::PositiveNumber);
  command->add_option("--scenarios", options.scenarios, "Of the forecast; 0 for no forecast, 10,000 by default")
      ->check(CLI::Range(0U, 1'000'000U));
  command->add_option("--priors", options.priors, "A table of what forecasts believe, in place of the built-in one");
  command->add_option(
      "--estate", options.estate,
      "A register: its devices are planned, with what keeps each and what it counts for by its exposure");
  command->add_option("--as-of", options.as_of, "The day on which the register is asked, yyyy-mm-dd; today by default");
  command->add_option("--known-at", options.known_at,
                      "What was known by the end of this day, yyyy-mm-dd; today by default");
  command->add_option("--enrolment", options.enrolments,
                      "An enrolment that every device of the register holds; repeat for more");
  command->add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
  command->add_option("--weights", options.weights,
                      "What devices of the register count for: a table like data/plan/weights.csv in place of the "
                      "built-in one, or one with the columns device and weight");
  command->add_flag("--no-compare", options.no_compare, "Do not compare with the orders that people use");
}

void add_outbreak(CLI::App& app, OutbreakOptions& options) {
  CLI::App* command = app.add_subcommand("outbreak", "What a worm would do here, and what helps most: a model");
  command->add_option("scenario", options.scenario, "A TOML file with the worm, zones, what reaches what, and devices")
      ->required();
  command->add_option("--worm", options.worm,
                      "In place of the scenario's: code-red-v2, slammer, conficker, wannacry, notpetya or plain");
  command->add_option("--efforts", options.efforts, "What actions cost, in place of the built-in convention");
  command->add_option("--estate", options.estate,
                      "The register that devices are taken from, with what is open on them");
  command->add_option("--as-of", options.as_of, "With --estate: the estate of that day, yyyy-mm-dd; today by default");
  command->add_option("--known-at", options.known_at, "With --estate: by what was known then; today by default");
  command->add_option("--pack", options.pack, "With --estate: a pack of facts in place of the one inside this program");
  command->add_option("--format", options.format, "table, brief, json, csv or html")
      ->check(CLI::IsMember({"table", "brief", "json", "csv", "html"}));
  command->add_option("--output", options.output, "Write there instead of to standard output");
  command->add_option("--report", options.report, "Also write the whole as one HTML file, to hand on or print");
  command->add_option("--seed", options.seed, "The same seed gives the same outbreaks; 1 by default");
  CLI::Option* count = command->add_option("--replicates", options.count, "Outbreaks to simulate; 1,000 by default")
                           ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}));
  command->add_option("--reps", options.replicates, "Only those from A to B of them, counted from 0: A..B")
      ->excludes(count);
  command->add_option("--shard", options.shard, "Write what was simulated there, to be merged, and nothing else");
  command->add_option("--merge", options.shards, "Shards of this scenario and seed, in place of simulating");
  command
      ->add_option("--entries", options.entry_replicates,
                   "Outbreaks begun in each zone where most is lost, 100 by default; 0 for none")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000}));
  CLI::Option* none = command->add_flag("--no-actions", options.no_actions, "Do not try what people could do about it");
  command
      ->add_option(
          "--tries", options.tries,
          "Outbreaks in which each action is tried, and five times as many for those that lead; 30 by default, "
          "and more, up to 300, where there are fewer than 10,000 devices")
      ->check(CLI::Range(std::uint64_t{30}, std::uint64_t{100'000}))
      ->excludes(none);
}

void add_sample(CLI::App& app, SampleOptions& options) {
  CLI::App* command = app.add_subcommand("sample", "Make an estate that does not exist, with its truth beside it");
  command->add_option("--output", options.output, "The folder to write; it must be new or empty")->required();
  command->add_option("--devices", options.devices, "How many devices; the sum of --mix by default");
  command->add_option("--seed", options.seed, "The same seed gives the same bytes")->required();
  command->add_option("--as-of", options.as_of, "The day of the newest output, yyyy-mm-dd; today by default");
  command->add_option("--format", options.formats,
                      "all, or some of systeminfo,wmic-qfe,reg,ad,csvde,configmgr,spreadsheet");
  command->add_option("--faults", options.faults, "none, usual or many")
      ->check(CLI::IsMember({"none", "usual", "many"}));
  command->add_option("--fault", options.rates,
                      "How many devices have one fault, e.g. cloned_uuid=2%; repeat for more");
  command->add_option("--mix", options.mix, "Shares or numbers of models, e.g. xp=18293,8.1=14450,10=8,unknown=2458");
  CLI::Option* programme =
      command->add_flag("--programme", options.programme,
                        "In place of an estate, a programme of migration for shoal plan, which begins on --as-of");
  command->add_flag("--outbreak", options.outbreak, "In place of an estate, a scenario of an outbreak with its tables")
      ->excludes(programme);
  command->add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
}

int run(int argc, char** argv) {
  CLI::App app("What old computers are exposed to, and how surely that is known.", "shoal");
  app.set_version_flag("--version", program);
  app.require_subcommand(1);

  AssessOptions assess;
  Exposure exposure;
  ImportOptions import;
  std::string pack;
  BuildOptions build;
  SampleOptions sample;
  PlanOptions plan;
  OutbreakOptions outbreak;
  add_assess(app, assess);
  add_import(app, import);
  const Estate estate(app);
  add_exposure(app, exposure);
  const Readiness readiness(app);
  add_plan(app, plan);
  add_outbreak(app, outbreak);
  add_sample(app, sample);

  CLI::App* knowledge = app.add_subcommand("knowledge", "What is known, and how old it is");
  knowledge->require_subcommand(1);
  CLI::App* show = knowledge->add_subcommand("show", "What a pack holds");
  show->add_option("--pack", pack, "A pack in place of the one inside this program");
  CLI::App* make = knowledge->add_subcommand("build", "Build a pack from vendors' data and our own tables");
  make->add_option("--shared", build.shared, "The folder with msrc/, kev/ and lifecycle/")->required();
  make->add_option("--data", build.data, "Our own tables; data by default")->default_val("data");
  make->add_option("--output", build.output, "The pack to write")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : static_cast<int>(Exit::usage);
  }
  if (app.got_subcommand("assess")) return static_cast<int>(run_assess(assess));
  if (app.got_subcommand("import")) return static_cast<int>(run_import(import));
  if (app.got_subcommand("estate")) return static_cast<int>(estate.run());
  if (app.got_subcommand("readiness")) return static_cast<int>(readiness.run());
  if (app.got_subcommand("exposure")) {
    if (exposure.listing->parsed()) return static_cast<int>(run_assess(exposure.list));
    exposure.explain.explain = {exposure.device, exposure.cve};
    return static_cast<int>(run_assess(exposure.explain));
  }
  if (app.got_subcommand("plan")) return static_cast<int>(run_plan(plan));
  if (app.got_subcommand("outbreak")) return static_cast<int>(run_outbreak(outbreak));
  if (app.got_subcommand("sample")) return static_cast<int>(run_sample(sample));
  return static_cast<int>(show->parsed() ? run_knowledge_show(pack) : run_knowledge_build(build));
}

}  // namespace
}  // namespace shoal::cli

int main(int argc, char** argv) {
  try {
    return shoal::cli::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: shoal itself is wrong: %s\n", error.what());
    return 70;
  }
}
