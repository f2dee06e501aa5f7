// shoal: options in, one use case, its exit status out.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/commands.hpp"

namespace shoal::cli {
namespace {

void add_days_and_pack(CLI::App& command, AssessOptions& options) {
  command.add_option("--as-of", options.as_of, "The day that is asked about, yyyy-mm-dd; today by default");
  command.add_option("--known-at", options.known_at,
                     "What was known on this day, yyyy-mm-dd; all that the pack holds by default");
  command.add_option("--enrolment", options.enrolments,
                     "An enrolment that every device holds, e.g. esu-windows-10-commercial-year-1; repeat for more");
  command.add_option("--map", options.mapped,
                     "What a column of a list means: HEADER=MEANING, or HEADER#2=MEANING for the second of that name; "
                     "repeat for more");
  command.add_option("--date-order", options.date_order, "How lists write days such as 03/04/2026: dmy or mdy")
      ->check(CLI::IsMember({"dmy", "mdy"}));
  command.add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
}

void add_assess(CLI::App& app, AssessOptions& options) {
  CLI::App* command = app.add_subcommand("assess", "Judge the inventories in files and folders");
  command->add_option("paths", options.paths, "Files, and folders of any depth")->required();
  add_days_and_pack(*command, options);
  command->add_option("--format", options.format, "table, json, ndjson, csv or xlsx")
      ->check(CLI::IsMember({"table", "json", "ndjson", "csv", "xlsx"}));
  command->add_option("--where", options.where,
                      "Only the devices that this filter means, e.g. 'os:xp site:BCU-04 seen:<30d'");
  command->add_option("--compare", options.compare,
                      "What became of each device since this earlier export, a file or folder; repeat for more");
  command->add_option("--output", options.output, "Write there instead of to standard output");
  command->add_option("--report", options.report, "Also write the whole as one HTML file, to hand on or print");
  command->add_option("--incident", options.incidents,
                      "Who has the fixes for an incident, e.g. wannacry; repeat for more");
  command->add_option("--has", options.has,
                      "Who has an update or one that contains it, e.g. KB4012598; repeat for more");
  command->add_option("--explain", options.explain, "DEVICE and CVE: the chain from bytes to verdict")->expected(2);
  command
      ->add_option("--fail-on", options.fail_on,
                   "Exit 1 if any device is so; unsupported is by its release or by a program on it; repeat for more")
      ->check(CLI::IsMember({"missing", "unsupported", "unsupported-release", "unsupported-program", "exploited",
                             "presumed", "unassessable"}));
}

void add_explain(CLI::App& app, AssessOptions& options, std::string& device, std::string& cve) {
  CLI::App* exposure = app.add_subcommand("exposure", "What is open, and why");
  exposure->require_subcommand(1);
  CLI::App* command = exposure->add_subcommand("explain", "The chain from bytes to verdict");
  command->add_option("device", device, "A device's name, or the path of its inventory")->required();
  command->add_option("cve", cve, "E.g. CVE-2017-0144")->required();
  command->add_option("paths", options.paths, "Files, and folders of any depth")->required();
  add_days_and_pack(*command, options);
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
  command->add_option("--mix", options.mix, "Shares or numbers of models, e.g. xp=18293,8.1=14450,10=8,unknown=2458");
  command->add_option("--pack", options.pack, "A pack of facts in place of the one inside this program");
}

int run(int argc, char** argv) {
  CLI::App app("What old computers are exposed to, and how surely that is known.", "shoal");
  app.set_version_flag("--version", program);
  app.require_subcommand(1);

  AssessOptions assess, explain;
  std::string device, cve, pack;
  BuildOptions build;
  SampleOptions sample;
  add_assess(app, assess);
  add_explain(app, explain, device, cve);
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
  if (app.got_subcommand("exposure")) {
    explain.explain = {device, cve};
    return static_cast<int>(run_assess(explain));
  }
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
