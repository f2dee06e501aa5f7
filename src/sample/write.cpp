#include "sample/write.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "sample/hardware.hpp"
#include "sample/identity.hpp"
#include "sample/lists.hpp"
#include "sample/outputs.hpp"
#include "sample/registry.hpp"

namespace shoal::sample {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{1} << 20U;

class Writer {
 public:
  Writer(const Estate& estate, const std::vector<Format>& formats, const Sink& sink, const Progress& progress)
      : estate_(estate), sink_(sink), progress_(progress) {
    for (const Format format : formats) wanted_[static_cast<std::size_t>(format)] = true;
  }

  Result<Written> run();

 private:
  bool wants(Format format) const { return wanted_[static_cast<std::size_t>(format)]; }
  std::vector<List> lists() const;
  std::string paths_of(const Device& device, const std::vector<List>& lists) const;
  bool has_systeminfo(const Device& device) const;
  bool has_listing(const Device& device) const;
  bool has_registry(const Device& device) const;
  Result<void> put(std::string_view path, std::string_view bytes);
  Result<void> put_outputs(const Device& device);
  Result<void> put_list(const List& list);
  Result<void> put_photos();
  Result<void> put_truth(const std::vector<List>& lists);
  Result<void> put_rows();
  Result<void> put_hardware();
  Result<void> put_states();
  Result<void> put_readme();
  void step() {
    if (++steps_ % 256 == 0) progress_(steps_, steps_total_);
  }

  const Estate& estate_;
  const Sink& sink_;
  const Progress& progress_;
  bool wanted_[format_kinds] = {};
  Written written_;
  std::string last_path_;
  std::uint64_t steps_ = 0, steps_total_ = 0;
};

bool was_run(const Device& device) { return device.image != nullptr && !device.has(Fault::no_output); }

std::string stem_of(const Device& device, std::string_view folder) {
  std::string day = to_string(device.last_seen);
  std::erase(day, '-');
  return "estate/" + std::string(folder) + "/" + device.site->code + "/" + device.label + "_" + day;
}
std::string systeminfo_path(const Device& device) { return stem_of(device, "inventories") + "_systeminfo.txt"; }
std::string listing_path(const Device& device) { return stem_of(device, "inventories") + "_qfe.txt"; }
std::string registry_path(const Device& device) { return stem_of(device, "registry") + ".reg"; }

// Where both are asked for, one device in twelve has its registry exported and the others run systeminfo.
bool Writer::has_registry(const Device& device) const {
  return was_run(device) && wants(Format::reg) && (!wants(Format::systeminfo) || device.lot % 12 == 5);
}

bool Writer::has_systeminfo(const Device& device) const {
  return was_run(device) && wants(Format::systeminfo) && !has_registry(device);
}

// Beside a systeminfo output, a listing is what completes it: old releases need it, others mostly have none.
bool Writer::has_listing(const Device& device) const {
  if (!was_run(device) || !wants(Format::wmic_qfe)) return false;
  if (!wants(Format::systeminfo)) return true;
  return has_systeminfo(device) && device.lot % (device.release->version.starts_with("5.") ? 4 : 16) == 0;
}

std::vector<List> Writer::lists() const {
  std::vector<List> found;
  if (wants(Format::ad)) found.push_back(directory_list);
  if (wants(Format::csvde)) found.push_back(csvde_list);
  if (wants(Format::configmgr)) found.insert(found.end(), configmgr_lists.begin(), configmgr_lists.end());
  if (wants(Format::spreadsheet)) found.push_back(spreadsheet_list);
  return found;
}

Result<void> Writer::put(std::string_view path, std::string_view bytes) {
  if (path != last_path_) written_.files++;
  last_path_ = path;
  written_.bytes += bytes.size();
  return sink_(path, bytes);
}

Result<void> Writer::put_outputs(const Device& device) {
  if (has_systeminfo(device)) {
    const std::string text = device.has(Fault::empty_output) ? "" : systeminfo_text(estate_, device);
    if (auto done = put(systeminfo_path(device), text.empty() ? "" : encoded(text, encoding_of(device))); !done)
      return std::move(done).error();
  }
  if (has_listing(device))
    if (auto done = put(listing_path(device), encoded(wmic_qfe_text(estate_, device), Encoding::utf16le)); !done)
      return std::move(done).error();
  if (has_registry(device))
    if (auto done = put(registry_path(device), encoded(registry_text(estate_, device),
                                                       is_regedit4(device) ? Encoding::cp1252 : Encoding::utf16le));
        !done)
      return std::move(done).error();
  return {};
}

Result<void> Writer::put_list(const List& list) {
  // A byte order mark stands once, so the first piece is encoded with it and the others without.
  const auto flush = [&](std::string& text, bool is_first) -> Result<void> {
    std::string bytes =
        encoded(text, list.encoding == Encoding::utf8_bom && !is_first ? Encoding::utf8 : list.encoding);
    if (list.encoding == Encoding::utf16le && !is_first) bytes.erase(0, 2);
    text.clear();
    return put(list.path, bytes);
  };
  std::string text;
  text.reserve(chunk_bytes + 65'536);
  list.head(estate_, text);
  bool is_first = true;
  for (std::uint64_t i = 0; i < estate_.request().devices; i++, step()) {
    list.rows(estate_, estate_.device(i), text);
    if (text.size() < chunk_bytes) continue;
    if (auto done = flush(text, is_first); !done) return std::move(done).error();
    is_first = false;
  }
  return flush(text, is_first);
}

// What lies about in every folder of inventories: at one site in three.
Result<void> Writer::put_photos() {
  if (estate_.request().faults == Faults::none || !(wants(Format::systeminfo) || wants(Format::wmic_qfe))) return {};
  std::string photo("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xFF\xDB\x00\x43\x00", 25);
  for (unsigned i = 0; i < 600; i++) photo += static_cast<char>(i * 37 % 251);
  photo += "\xFF\xD9";
  for (std::size_t i = 0; i < estate_.sites().size(); i += 3)
    if (auto done = put("estate/inventories/" + estate_.sites()[i].code + "/rack.jpg", photo); !done)
      return std::move(done).error();
  return {};
}

std::string Writer::paths_of(const Device& device, const std::vector<List>& lists) const {
  std::string paths;
  const auto add = [&paths](std::string_view path) {
    if (!paths.empty()) paths += ' ';
    paths += path;
  };
  if (has_systeminfo(device)) add(systeminfo_path(device));
  if (has_listing(device)) add(listing_path(device));
  if (has_registry(device)) add(registry_path(device));
  std::string row;
  for (const List& list : lists) {
    row.clear();
    list.rows(estate_, device, row);
    if (!row.empty()) add(list.path);
  }
  return paths;
}

Result<void> Writer::put_truth(const std::vector<List>& lists) {
  std::string text =
      "# What is true of each device of this generated estate. This is no inventory: shoal is not to read it.\n"
      "device,reported_name,release,edition,architecture,language,site,owner,last_seen,image_built,patched_until,state,"
      "updates,revision,support_until,smb1,remote_desktop,automatic_updates,firewall,serial,asset_tag,uuid,sid,files,"
      "faults\n";
  const auto yes = [](bool value) { return value ? ",yes" : ",no"; };
  for (std::uint64_t i = 0; i < estate_.request().devices; i++, step()) {
    const Device device = estate_.device(i);
    text += device.label + "," + device.name + ",";
    if (device.image != nullptr) {
      text += device.release->id;
      text += ",";
      text += device.model->edition;
      text += ",";
      text += estate::spelled(device.model->architecture);
      text += ",";
      text += spelled(device.image->language);
    } else {
      text += ",,,";
    }
    text += "," + device.site->code + ",";
    text += device.owner;
    text += "," + to_string(device.last_seen);
    if (device.image != nullptr) {
      const Image& image = *device.image;
      const State& state = estate_.states()[device.state];
      const lifecycle::SupportDates* dates = lifecycle::dates_for(*device.release, device.model->edition);
      text += "," + to_string(image.built) + "," + to_string(state.patched) + "," + std::to_string(device.state) + "," +
              std::to_string(state.updates.size()) + "," + (state.revision ? std::to_string(*state.revision) : "") +
              "," + (dates != nullptr ? to_string(dates->extended_until) : "");
      text += yes(image.smb1);
      text += yes(image.remote_desktop);
      text += yes(image.automatic_updates);
      text += yes(image.firewall);
    } else {
      text += ",,,,,,,,,,";
    }
    const Identity identity = identity_of(estate_, device);
    text += "," + identity.sticker_serial + "," + identity.asset_tag + "," + identity.uuid + "," + identity.sid;
    text += "," + paths_of(device, lists) + ",";
    bool is_first = true;
    for (std::size_t fault = 0; fault < fault_kinds; fault++) {
      if (!device.has(static_cast<Fault>(fault))) continue;
      if (!is_first) text += ' ';
      text += spelled(static_cast<Fault>(fault));
      is_first = false;
    }
    text += "\n";
    if (text.size() < chunk_bytes) continue;
    if (auto done = put("truth.csv", text); !done) return std::move(done).error();
    text.clear();
  }
  return put("truth.csv", text);
}

Result<void> Writer::put_rows() {
  std::string text =
      "# Rows that call a device by a name that it no longer has, or a machine that is gone by a name that a device "
      "has.\n"
      "# Every other row means the device whose reported_name it has in truth.csv.\n"
      "file,name,serial,sid,device\n";
  for (std::uint64_t i = 0; i < estate_.request().devices; i++) {
    const Device device = estate_.device(i);
    if (const auto behind = account_left_behind(estate_, device); behind && in_directory(device))
      for (const List* list : {&directory_list, &csvde_list})
        if (wants(list == &directory_list ? Format::ad : Format::csvde))
          text += std::string(list->path) + "," + behind->name + ",," + behind->sid + "," + device.label + "\n";
    if (!wants(Format::spreadsheet)) continue;
    const std::string path(spreadsheet_list.path);
    if (const auto before = predecessor(estate_, device))
      text += path + "," + before->name + "," + before->serial + ",,\n";
    if (device.has(Fault::renamed))
      text += path + "," + name_in_spreadsheet(estate_, device) + "," + identity_of(estate_, device).sticker_serial +
              ",," + device.label + "\n";
    if (text.size() < chunk_bytes) continue;
    if (auto done = put("truth_rows.csv", text); !done) return done;
    text.clear();
  }
  return put("truth_rows.csv", text);
}

Result<void> Writer::put_hardware() {
  std::string text =
      "# The machine of each device of truth.csv of which the operating system is known.\n"
      "device,model,processor,memory_mb,disk_gb,tpm,uefi,features,listed\n";
  for (std::uint64_t i = 0; i < estate_.request().devices; i++) {
    const Device device = estate_.device(i);
    if (device.release == nullptr) continue;
    const Hardware& machine = hardware_of(estate_, device);
    text += device.label + "," + std::string(machine.model) + "," + std::string(machine.processor) + "," +
            std::to_string(machine.memory_mb) + "," + std::to_string(machine.disk_gb) + "," + std::string(machine.tpm) +
            (machine.uefi ? ",yes," : ",no,") + std::string(machine.features) + (machine.listed ? ",yes" : ",no") +
            "\n";
    if (text.size() < chunk_bytes) continue;
    if (auto done = put("truth_hardware.csv", text); !done) return done;
    text.clear();
  }
  return put("truth_hardware.csv", text);
}

Result<void> Writer::put_states() {
  std::string text =
      "# The patch states that truth.csv points at, each with the numbers of its updates.\n"
      "state,release,image_built,patched_until,updates\n";
  for (std::size_t i = 0; i < estate_.states().size(); i++) {
    const State& state = estate_.states()[i];
    const Image& image = estate_.images()[state.image];
    text += std::to_string(i) + "," + estate_.release(image).id + "," + to_string(image.built) + "," +
            to_string(state.patched) + ",";
    for (std::size_t k = 0; k < state.updates.size(); k++)
      text += (k > 0 ? " " : "") + std::to_string(state.updates[k].kb);
    text += "\n";
  }
  return put("truth_states.csv", text);
}

Result<void> Writer::put_readme() {
  const EstateRequest& request = estate_.request();
  constexpr std::string_view faults[] = {"none", "usual", "many"};
  std::string text = std::string(estate_.organisation()) + " does not exist. shoal sample made it: seed " +
                     std::to_string(request.seed) + ", " + std::to_string(request.devices) + " devices, " +
                     std::to_string(estate_.sites().size()) + " sites, " + std::to_string(estate_.images().size()) +
                     " images, as of " + to_string(request.as_of) +
                     ", faults: " + std::string(faults[static_cast<std::size_t>(request.faults)]);
  for (const FaultRate& each : request.rates) {
    char rate[32];
    std::snprintf(rate, sizeof rate, " %g%%", 100 * each.rate);
    text += ", " + std::string(spelled(each.fault)) + rate;
  }
  text += ".\n\nDevices by model:\n";
  for (std::size_t i = 0; i < estate_.mix().size(); i++)
    text += "  " + estate_.mix()[i].key + " " + std::to_string(estate_.counts()[i]) + "\n";
  text +=
      "\nestate/ is what an inventory would have found. truth.csv, truth_rows.csv, truth_hardware.csv and "
      "truth_states.csv say what is true.\n";
  return put("README.txt", text);
}

Result<Written> Writer::run() {
  const std::vector<List> wanted = lists();
  const std::uint64_t devices = estate_.request().devices;
  const bool outputs = wants(Format::systeminfo) || wants(Format::wmic_qfe) || wants(Format::reg);
  steps_total_ = devices * (wanted.size() + (outputs ? 2 : 1));
  if (outputs)
    for (std::uint64_t i = 0; i < devices; i++, step())
      if (auto done = put_outputs(estate_.device(i)); !done) return std::move(done).error();
  if (auto done = put_photos(); !done) return std::move(done).error();
  for (const List& list : wanted)
    if (auto done = put_list(list); !done) return std::move(done).error();
  if (auto done = put_truth(wanted); !done) return std::move(done).error();
  if (auto done = put_rows(); !done) return std::move(done).error();
  if (auto done = put_hardware(); !done) return std::move(done).error();
  if (auto done = put_states(); !done) return std::move(done).error();
  if (auto done = put_readme(); !done) return std::move(done).error();
  return written_;
}

}  // namespace

std::string_view spelled(Format format) {
  constexpr std::string_view names[] = {"systeminfo", "wmic-qfe", "reg", "ad", "csvde", "configmgr", "spreadsheet"};
  return names[static_cast<std::size_t>(format)];
}

Result<std::vector<Format>> parse_formats(std::string_view text) {
  std::vector<Format> found;
  std::vector<std::string_view> known{"all"};
  for (std::size_t i = 0; i < format_kinds; i++) known.push_back(spelled(static_cast<Format>(i)));
  for (const std::string_view word : split(text, ',')) {
    const auto at = std::find(known.begin(), known.end(), word);
    if (at == known.end()) {
      std::string message = "no format is called " + std::string(word);
      if (const auto meant = nearest(word, known)) message += "; did you mean " + std::string(*meant) + "?";
      return Error{ErrorKind::invalid_input, "sample.bad_format", message};
    }
    if (word == "all") {
      for (std::size_t i = 0; i < format_kinds; i++) found.push_back(static_cast<Format>(i));
    } else {
      found.push_back(static_cast<Format>(at - known.begin() - 1));
    }
  }
  return found;
}

Result<Written> write_files(const Estate& estate, const std::vector<Format>& formats, const Sink& sink,
                            const Progress& progress) {
  return Writer(estate, formats, sink, progress).run();
}

}  // namespace shoal::sample
