// What happens to a register on a bad day: the program is killed, the disk is full, a flush fails, the power goes.
//
//   hardships kill N DIR     N times, a program that adds to one register is killed at a random moment
//   hardships disk N DIR     at N points each: the disk is full; a flush fails; the power is lost, with what was not
//                            flushed there, gone, or there up to some sector
//
// Held to each time: what was acknowledged is there; what was not is there as a whole or not at all; what is tried
// again is not doubled; the file opens without help and passes SQLite's own check; an error has a code of ours. Prints
// the seed. Exits 1 at the first failure.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/random.hpp"
#include "base/sha256.hpp"
#include "store/faulty_disk.hpp"
#include "store/sqlite.hpp"

namespace {

using namespace shoal;
using namespace shoal::store;
namespace fs = std::filesystem;

constexpr std::uint32_t devices = 5;
// After every batch, however many a fast machine keeps between two hardships.
constexpr Day last_day = Day(std::chrono::days(2'000'000));

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "failed: %s\n", what.c_str());
  std::exit(1);
}
void require(bool holds, const std::string& what) {
  if (!holds) fail(what);
}

// Batch `number`: a file for each device, of which each tells something of its own.
Batch batch_of(std::uint32_t number) {
  Batch batch;
  batch.received = Day(std::chrono::days(17000 + number));
  batch.program = "hardships";
  for (std::uint32_t device = 0; device < devices; device++) {
    const std::string place = std::to_string(number) + "/" + std::to_string(device);
    batch.files.push_back({sha256_hex(place), place, 100});
    estate::Observation seen;
    seen.source = "systeminfo";
    seen.file = Shared<std::string>(place);
    seen.device = "PC" + std::to_string(device);
    seen.seen_on = batch.received;
    seen.seen_by = estate::SeenBy::content;
    estate::Claims claims;
    claims.updates_listed = true;
    for (std::uint32_t i = 0; i < 60; i++) claims.updates.push_back({1 + i * 7 + number * device, "", std::nullopt, i});
    seen.claims = std::move(claims);
    batch.observations.push_back({device, device, std::move(seen)});
    batch.trails.push_back({device, "systeminfo", batch.received, batch.received, {}, {}, device});
    if (number == 0) batch.placements.push_back({device, device});
  }
  return batch;
}

bool holds_batch(Store& store, std::uint32_t number) {
  std::uint32_t held = 0;
  for (const File& file : batch_of(number).files) {
    const auto found = store.holds(file.digest, file.place, "hardships");
    require(static_cast<bool>(found), "a question after the hardship: " + (found ? "" : found.error().message));
    held += *found ? 1 : 0;
  }
  require(held == 0 || held == devices, "batch " + std::to_string(number) + " is there in part");
  return held == devices;
}

void check_sound(const fs::path& file) {
  auto database = Database::open(file, Access::read, nullptr);
  require(static_cast<bool>(database), "the file opens again");
  auto check = database->prepare("PRAGMA integrity_check");
  require(check && check->step() && check->bytes(0) == "ok", "SQLite finds the file sound");
}

// Each batch once for each device, in order.
void check_whole(Store& store, std::uint32_t batches) {
  for (TrailId trail = 0; trail < devices; trail++) {
    const TrailId asked[] = {trail};
    const auto held = store.history(asked, last_day);
    require(static_cast<bool>(held), "the history is read");
    require(held->size() == batches, "trail " + std::to_string(trail) + " has " + std::to_string(held->size()) +
                                         " observations, and " + std::to_string(batches) + " were kept");
    for (std::uint32_t i = 0; i < batches; i++)
      require((*held)[i].day == batch_of(i).received, "observation " + std::to_string(i) + " is that of its day");
  }
}

void remove_register(const fs::path& file) {
  for (const char* end : {"", "-wal", "-shm", "-writer"}) fs::remove(file.string() + end);
}

// --- Killed

// Adds batches from `number` on, and says each that is kept on `acknowledge`, until it is killed.
[[noreturn]] void add_until_killed(const fs::path& file, std::uint32_t number, int acknowledge) {
  auto store = open_register(file, Access::write);
  if (!store) _exit(3);
  for (;; number++) {
    const Batch batch = batch_of(number);
    const auto held = (*store)->holds(batch.files[0].digest, "", "hardships");
    if (!held || (!*held && !(*store)->keep(batch))) _exit(3);
    if (write(acknowledge, &number, sizeof number) != sizeof number) _exit(0);
  }
}

void run_kills(std::uint32_t kills, const fs::path& folder, std::uint64_t seed) {
  const fs::path file = folder / "killed.shoal";
  remove_register(file);
  Random random(seed);
  std::uint32_t acknowledged = 0;  // How many batches, from the first on.
  for (std::uint32_t kill = 0; kill < kills; kill++) {
    int ends[2];
    require(pipe2(ends, O_CLOEXEC) == 0, "a pipe");
    const pid_t child = fork();
    if (child == 0) add_until_killed(file, acknowledged, ends[1]);
    close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(60'000)));
    ::kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    require(WIFSIGNALED(status), "the writer lived until it was killed");
    std::uint32_t number = 0;
    while (read(ends[0], &number, sizeof number) == sizeof number) acknowledged = number + 1;
    close(ends[0]);
    if (!fs::exists(file)) continue;
    auto store = open_register(file, Access::write);
    require(static_cast<bool>(store), "the file opens again: " + (store ? "" : store.error().message));
    for (std::uint32_t i = acknowledged > 3 ? acknowledged - 3 : 0; i < acknowledged; i++)
      require(holds_batch(**store, i), "batch " + std::to_string(i) + " was acknowledged and is lost");
    if (holds_batch(**store, acknowledged)) acknowledged++;
    if (kill % 50 == 49 || kill + 1 == kills) {
      check_whole(**store, acknowledged);
      store->reset();
      check_sound(file);
      std::fprintf(stderr, "%u kills, %u batches\n", kill + 1, acknowledged);
    }
  }
}

// --- A bad disk

constexpr std::uint32_t batches_tried = 12;

// Adds batches until one fails; says how many were acknowledged.
std::uint32_t add_on(const fs::path& file, const FaultyDisk& disk) {
  auto store = open_register(file, Access::write, FaultyDisk::name());
  const auto check_error = [&](const Error& error) {
    require(error.kind == ErrorKind::unavailable, "an error of the disk is one of the disk: " + error.message);
    require(disk.failed(), "nothing fails before the disk does: " + error.message);
  };
  if (!store) {
    check_error(store.error());
    return 0;
  }
  for (std::uint32_t number = 0; number < batches_tried; number++) {
    const auto kept = (*store)->keep(batch_of(number));
    if (kept) continue;
    check_error(kept.error());
    return number;
  }
  return batches_tried;
}

void run_disk(Fault fault, const char* what, std::uint32_t points, const fs::path& folder, std::uint64_t seed) {
  const fs::path file = folder / "faulty.shoal";
  remove_register(file);
  std::uint64_t operations = 0;
  {
    FaultyDisk disk(fault, ~std::uint64_t{0}, seed);
    require(add_on(file, disk) == batches_tried, "all is kept on a sound disk");
    operations = disk.operations();
  }
  std::uint32_t acknowledged_at_all = 0, more_than_acknowledged = 0;
  for (std::uint32_t point = 0; point < points; point++) {
    remove_register(file);
    std::uint32_t acknowledged = 0;
    {
      FaultyDisk disk(fault, operations * point / points, seed + point);
      acknowledged = add_on(file, disk);
      if (fault != Fault::full) {
        disk.lose_power();
        fs::remove(file.string() + "-shm");  // It is memory.
      }
    }
    acknowledged_at_all += acknowledged;
    auto store = open_register(file, Access::write);
    require(static_cast<bool>(store), std::string(what) + " at " + std::to_string(point) +
                                          ": the file opens again: " + (store ? "" : store.error().message));
    std::uint32_t there = 0;
    while (there < batches_tried && holds_batch(**store, there)) there++;
    require(there >= acknowledged, std::string(what) + " at " + std::to_string(point) + ": " +
                                       std::to_string(acknowledged) + " batches were acknowledged, " +
                                       std::to_string(there) + " are there");
    more_than_acknowledged += there - acknowledged;
    for (std::uint32_t number = there; number < batches_tried; number++)
      require(static_cast<bool>((*store)->keep(batch_of(number))), "what failed can be tried again");
    check_whole(**store, batches_tried);
    store->reset();
    check_sound(file);
  }
  std::fprintf(stderr, "%s: %u points of %llu operations; %u batches acknowledged, all there; %u kept without that\n",
               what, points, static_cast<unsigned long long>(operations), acknowledged_at_all, more_than_acknowledged);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto count = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const fs::path folder = argv[3];
  fs::create_directories(folder);
  const std::uint64_t seed = 20261126;
  std::fprintf(stderr, "seed %llu\n", static_cast<unsigned long long>(seed));
  if (std::string_view(argv[1]) == "kill") {
    run_kills(count, folder, seed);
  } else {
    run_disk(Fault::full, "disk full", count, folder, seed);
    run_disk(Fault::sync_fails, "a flush fails", count, folder, seed);
    run_disk(Fault::power, "power lost", count, folder, seed);
  }
  return 0;
}
