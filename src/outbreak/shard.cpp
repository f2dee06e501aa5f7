#include "outbreak/shard.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/bytes.hpp"
#include "base/sha256.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::string_view mark = "shoal outbreak 1\n";
constexpr std::size_t digest_size = 64;

void write_real(double value, ByteWriter& writer) {
  // Mantissa last: round numbers end in zeros, and would be long the other way round.
  const auto bits = std::bit_cast<std::uint64_t>(value);
  writer.number(bits >> 32U);
  writer.number(bits & 0xFFFFFFFFU);
}

double read_real(ByteReader& reader) {
  const std::uint64_t high = reader.number(), low = reader.number();
  return std::bit_cast<double>(high << 32U | (low & 0xFFFFFFFFU));
}

template <typename Number>
void write_numbers(const std::vector<Number>& numbers, ByteWriter& writer) {
  writer.number(numbers.size());
  for (const Number number : numbers) writer.number(number);
}

template <typename Number>
std::vector<Number> read_numbers(ByteReader& reader) {
  std::vector<Number> numbers(reader.count());
  for (Number& number : numbers) number = static_cast<Number>(reader.number());
  return numbers;
}

void write_losses(const std::vector<Loss>& losses, ByteWriter& writer) {
  writer.number(losses.size());
  for (const Loss& loss : losses)
    for (const std::uint32_t number : {loss.infected, loss.crashed, loss.personal, loss.sites_down})
      writer.number(number);
}

std::vector<Loss> read_losses(ByteReader& reader) {
  std::vector<Loss> losses(reader.count());
  for (Loss& loss : losses)
    for (std::uint32_t* number : {&loss.infected, &loss.crashed, &loss.personal, &loss.sites_down})
      *number = static_cast<std::uint32_t>(reader.number());
  return losses;
}

Ensemble read_ensemble(ByteReader& reader) {
  Ensemble ensemble;
  ensemble.seed = reader.number();
  ensemble.first = reader.number();
  ensemble.times.resize(reader.count());
  for (Seconds& time : ensemble.times) time = read_real(reader);
  ensemble.losses = read_losses(reader);
  ensemble.lost_by = read_numbers<std::uint32_t>(reader);
  ensemble.zone_lost = read_numbers<std::uint64_t>(reader);
  ensemble.infected = read_numbers<std::uint32_t>(reader);
  ensemble.crashed = read_numbers<std::uint32_t>(reader);
  ensemble.ways = read_numbers<std::uint64_t>(reader);
  ensemble.began = read_numbers<std::uint64_t>(reader);
  return ensemble;
}

/// Whether the sizes are those of one ensemble.
bool fits_together(const Ensemble& ensemble) {
  const std::size_t times = ensemble.times.size(), zones = ensemble.began.size();
  return ensemble.lost_by.size() == ensemble.losses.size() * times && ensemble.zone_lost.size() == zones * times &&
         ensemble.infected.size() == ensemble.crashed.size() &&
         (ensemble.ways.empty() || ensemble.ways.size() == zones * zones);
}

Error bad_shard(const std::string& why) { return {ErrorKind::corrupt, "outbreak.bad_shard", why}; }

}  // namespace

std::string encoded(const Shard& shard) {
  ByteWriter writer;
  const Ensemble& ensemble = shard.ensemble;
  writer.text(shard.scenario);
  writer.number(ensemble.seed);
  writer.number(ensemble.first);
  writer.number(ensemble.times.size());
  for (const Seconds time : ensemble.times) write_real(time, writer);
  write_losses(ensemble.losses, writer);
  write_numbers(ensemble.lost_by, writer);
  write_numbers(ensemble.zone_lost, writer);
  write_numbers(ensemble.infected, writer);
  write_numbers(ensemble.crashed, writer);
  write_numbers(ensemble.ways, writer);
  write_numbers(ensemble.began, writer);
  std::string bytes = std::string(mark) + writer.take();
  return bytes + sha256_hex(bytes);
}

Result<Shard> decoded(std::string_view bytes) {
  if (!bytes.starts_with(mark) || bytes.size() < mark.size() + digest_size)
    return bad_shard("this is no shard of an outbreak, or the beginning of one");
  const std::string_view body = bytes.substr(0, bytes.size() - digest_size);
  if (sha256_hex(body) != bytes.substr(body.size()))
    return bad_shard("its SHA-256 is not the one at its end: it is cut, or was changed on its way");
  ByteReader reader(body.substr(mark.size()));
  Shard shard;
  shard.scenario = reader.text();
  shard.ensemble = read_ensemble(reader);
  if (!reader.done() || !fits_together(shard.ensemble)) return bad_shard("its parts do not fit together");
  return shard;
}

Result<Shard> merged(std::vector<Shard> shards) {
  if (shards.empty()) return Error{ErrorKind::invalid_input, "outbreak.shards_apart", "there are no shards"};
  std::stable_sort(shards.begin(), shards.end(),
                   [](const Shard& a, const Shard& b) { return a.ensemble.first < b.ensemble.first; });
  Shard whole = std::move(shards.front());
  for (std::size_t i = 1; i < shards.size(); i++) {
    if (shards[i].scenario != whole.scenario)
      return Error{
          ErrorKind::invalid_input, "outbreak.shards_differ",
          "the scenarios differ: " + whole.scenario.substr(0, 12) + " and " + shards[i].scenario.substr(0, 12)};
    whole.ensemble = SHOAL_TRY(merged(std::move(whole.ensemble), shards[i].ensemble));
  }
  return whole;
}

}  // namespace shoal::outbreak
