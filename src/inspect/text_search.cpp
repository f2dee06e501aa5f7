#include "inspect/text_search.hpp"

#include <hs/hs.h>

#include <algorithm>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "inspect/wide_letters.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::size_t around_max = 48;  // Letters shown on each side of a text.

struct CloseDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
struct CloseScratch {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};

bool is_shown(char c) { return c >= ' ' && c < '\x7f'; }

std::string widened(std::string_view text) {
  std::string wide;
  for (const char c : text) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

bool has_nul(std::string_view text) { return text.find('\0') != text.npos; }

// A text, twice its position among all and once more where it is UTF-16, and where it ends.
struct Found {
  unsigned id = 0;
  std::size_t end = 0;
};

// The printable ASCII letters around [begin, end), of which each takes `step` bytes.
std::string surroundings(std::string_view bytes, std::size_t begin, std::size_t end, std::size_t step) {
  const auto shown = [&](std::size_t at) { return is_shown(bytes[at]) && (step == 1 || bytes[at + 1] == '\0'); };
  for (std::size_t i = 0; i < around_max && begin >= step && shown(begin - step); i++) begin -= step;
  for (std::size_t i = 0; i < around_max && end + step <= bytes.size() && shown(end); i++) end += step;
  std::string text;
  for (std::size_t at = begin; at < end; at += step) text += bytes[at];
  return text;
}

}  // namespace

// Each text as it is: in bytes for ASCII, and in the letters of UTF-16 that are in them. One with a NUL of its own,
// which is in no such letters, is asked for with a NUL behind each letter as well.
struct TextSearch::Machine {
  Wanted wanted;
  std::size_t size_min = std::string::npos;  // Of the shortest text.
  std::unique_ptr<hs_database_t, CloseDatabase> database;
  std::unique_ptr<hs_scratch_t, CloseScratch> scratch;  // Copied for each search, which may run beside another.

  std::vector<Found> find_in(std::string_view bytes, hs_scratch_t* own) const {
    std::vector<Found> found;
    const auto note = [](unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
      static_cast<std::vector<Found>*>(context)->push_back({id, static_cast<std::size_t>(to)});
      return 0;
    };
    hs_scan(database.get(), bytes.data(), static_cast<unsigned>(bytes.size()), 0, own, note, &found);
    return found;
  }
};

TextSearch::TextSearch(const Wanted& wanted) : machine_(std::make_unique<Machine>()) {
  machine_->wanted = wanted;
  std::vector<std::string> texts;
  std::vector<unsigned> ids;
  for (unsigned i = 0; i < wanted.strings.size(); i++) {
    const std::string& text = wanted.strings[i];
    SHOAL_ASSERT(!text.empty());
    machine_->size_min = std::min(machine_->size_min, text.size());
    texts.push_back(text);
    ids.push_back(2 * i);
    if (!has_nul(text)) continue;
    texts.push_back(widened(text));
    ids.push_back(2 * i + 1);
  }
  if (texts.empty()) return;
  std::vector<const char*> expressions;
  std::vector<std::size_t> sizes;
  for (const std::string& text : texts) {
    expressions.push_back(text.data());
    sizes.push_back(text.size());
  }
  const std::vector<unsigned> flags(texts.size(), HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH);
  hs_database_t* database = nullptr;
  hs_compile_error_t* failed = nullptr;
  const hs_error_t compiled =
      hs_compile_lit_multi(expressions.data(), flags.data(), ids.data(), sizes.data(),
                           static_cast<unsigned>(texts.size()), HS_MODE_BLOCK, nullptr, &database, &failed);
  SHOAL_ASSERT(compiled == HS_SUCCESS);  // Literals always compile.
  machine_->database.reset(database);
  hs_scratch_t* scratch = nullptr;
  SHOAL_ASSERT(hs_alloc_scratch(database, &scratch) == HS_SUCCESS);
  machine_->scratch.reset(scratch);
}

TextSearch::~TextSearch() = default;

const Wanted& TextSearch::wanted() const { return machine_->wanted; }

void TextSearch::search(std::string_view bytes, std::uint64_t base, Work& work, readiness::FactSheet& sheet) const {
  constexpr std::size_t bytes_of_step = 64, bytes_max = std::size_t{1} << 31U;
  bytes = bytes.substr(0, bytes_max);
  if (!machine_->database || !work.spend(bytes.size() / bytes_of_step)) return;
  hs_scratch_t* own = nullptr;
  SHOAL_ASSERT(hs_clone_scratch(machine_->scratch.get(), &own) == HS_SUCCESS);
  const std::unique_ptr<hs_scratch_t, CloseScratch> scratch(own);
  std::vector<Found> found = machine_->find_in(bytes, own);
  const WideLetters wide(bytes, machine_->size_min, work);
  for (const Found& each : machine_->find_in(wide.letters(), own))
    if (!has_nul(machine_->wanted.strings[each.id / 2]))
      found.push_back({each.id + 1, wide.place_of(each.end - 1) + 2});
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.id < b.id; });
  for (const Found& each : found) {
    const std::string& text = machine_->wanted.strings[each.id / 2];
    const std::size_t step = 1 + each.id % 2, begin = each.end - text.size() * step;
    sheet.add(FactKind::string, text, surroundings(bytes, begin, each.end, step), step - 1, base + begin);
  }
}

}  // namespace shoal::inspect
