// shoal-mpi: replicates of an outbreak by as many processes as MPI starts, as one shard. What `shoal outbreak --reps
// --shard` writes, faster; `shoal outbreak --merge` tells what it comes to.
#include <mpi.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/outbreak.hpp"
#include "base/text.hpp"
#include "outbreak/shard.hpp"

namespace shoal {
namespace {

struct Options {
  std::string scenario, shard;
  std::uint64_t seed = 1, first = 0, count = 1000;
};

constexpr const char* usage = "usage: shoal-mpi SCENARIO.toml --shard FILE [--seed N] [--reps A..B]\n";

std::optional<Options> parsed(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i++) {
    const std::string word = argv[i];
    if (!word.starts_with("--")) {
      if (!options.scenario.empty()) return std::nullopt;
      options.scenario = word;
      continue;
    }
    if (++i == argc) return std::nullopt;
    const std::string value = argv[i];
    if (word == "--shard") {
      options.shard = value;
    } else if (word == "--seed") {
      const auto seed = parse_number(value);
      if (!seed) return std::nullopt;
      options.seed = *seed;
    } else if (word == "--reps") {
      const auto reps = app::read_replicates(value);
      if (!reps) return std::nullopt;
      options.first = reps->first, options.count = reps->count;
    } else {
      return std::nullopt;
    }
  }
  if (options.scenario.empty() || options.shard.empty()) return std::nullopt;
  return options;
}

int rank_of_this() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

std::uint64_t process_count() {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return static_cast<std::uint64_t>(count);
}

/// What every process has, by process, where this one is the first; nothing elsewhere. MPI counts in ints, so long
/// bytes go in pieces.
std::vector<std::string> gathered(const std::string& bytes) {
  constexpr std::uint64_t piece = 1U << 30U;
  const auto send = [&](const std::string& all) {
    const std::uint64_t size = all.size();
    MPI_Send(&size, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
    for (std::uint64_t at = 0; at < size; at += piece)
      MPI_Send(all.data() + at, static_cast<int>(std::min(piece, size - at)), MPI_CHAR, 0, 0, MPI_COMM_WORLD);
  };
  const auto receive = [&](int from) {
    std::uint64_t size = 0;
    MPI_Recv(&size, 1, MPI_UINT64_T, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    std::string all(size, '\0');
    for (std::uint64_t at = 0; at < size; at += piece)
      MPI_Recv(all.data() + at, static_cast<int>(std::min(piece, size - at)), MPI_CHAR, from, 0, MPI_COMM_WORLD,
               MPI_STATUS_IGNORE);
    return all;
  };
  if (rank_of_this() != 0) {
    send(bytes);
    return {};
  }
  std::vector<std::string> all{bytes};
  for (std::uint64_t from = 1; from < process_count(); from++) all.push_back(receive(static_cast<int>(from)));
  return all;
}

/// The part of this process, as bytes.
Result<std::string> counted_part(const Options& options) {
  const auto tables = SHOAL_TRY(app::outbreak_tables());
  app::OutbreakRequest asked;
  asked.scenario = options.scenario;
  const auto loaded = SHOAL_TRY(app::load_outbreak(asked, tables));
  const auto rank = static_cast<std::uint64_t>(rank_of_this());
  app::SimulationRequest request;
  request.seed = options.seed;
  request.first = options.first + options.count * rank / process_count();
  request.replicates = options.first + options.count * (rank + 1) / process_count() - request.first;
  const auto shard = SHOAL_TRY(app::simulate_shard(loaded.prepared.scenario, request));
  return encoded(shard);
}

Result<outbreak::Shard> merged_parts(const std::vector<std::string>& parts) {
  std::vector<outbreak::Shard> shards;
  shards.reserve(parts.size());
  for (const std::string& part : parts) shards.push_back(SHOAL_TRY(outbreak::decoded(part)));
  return outbreak::merged(std::move(shards));
}

Result<void> write_shard(const std::string& path, const outbreak::Shard& shard) {
  std::ofstream out(path, std::ios::binary);
  out << encoded(shard);
  out.close();
  if (!out) return Error{ErrorKind::unavailable, "cli.cannot_write", "cannot write " + path};
  return {};
}

Result<void> run(const Options& options) {
  const auto part = SHOAL_TRY(counted_part(options));
  const auto parts = gathered(part);
  if (rank_of_this() != 0) return {};
  return write_shard(options.shard, SHOAL_TRY(merged_parts(parts)));
}

int told(const Error& error) {
  std::fprintf(stderr, "error: %s\n", printable(error.message).c_str());
  // The others wait for this one's part.
  MPI_Abort(MPI_COMM_WORLD, 2);
  return 2;
}

}  // namespace
}  // namespace shoal

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  const auto options = shoal::parsed(argc, argv);
  int status = 0;
  if (!options) {
    if (shoal::rank_of_this() == 0) std::fputs(shoal::usage, stderr);
    status = 2;
  } else if (const auto done = shoal::run(*options); !done) {
    status = shoal::told(done.error());
  }
  MPI_Finalize();
  return status;
}
