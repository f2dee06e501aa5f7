// An estate to files: which of them speak of which device, and the truth beside them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sample/estate.hpp"

namespace shoal::sample {

/// A kind of file that is written.
enum class Format : std::uint8_t { systeminfo, wmic_qfe, reg, ad, csvde, configmgr, spreadsheet };
inline constexpr std::size_t format_kinds = 7;

/// "systeminfo", "wmic-qfe", "reg", "ad", "csvde", "configmgr", "spreadsheet".
std::string_view spelled(Format format);

/// Reads "ad,systeminfo"; "all" means every format.
/// Errors: invalid_input "sample.bad_format" with the nearest one.
Result<std::vector<Format>> parse_formats(std::string_view text);

/// Takes `bytes` of the file at `path` below the folder that is written. Calls for one path follow each other and
/// append; once another path came, it does not come again. An error ends the writing.
using Sink = std::function<Result<void>(std::string_view path, std::string_view bytes)>;

/// Told from time to time how many steps of how many are done.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// What was written.
struct Written {
  std::uint64_t files = 0;  ///< All of them, truth and README included.
  std::uint64_t bytes = 0;
};

/// Writes the estate's files into `sink`: "estate/..." is what readers get, "truth.csv", "truth_rows.csv",
/// "truth_hardware.csv", "truth_states.csv" and "README.txt" stand outside it. The same estate and formats give the
/// same calls with the same bytes.
Result<Written> write_files(const Estate& estate, const std::vector<Format>& formats, const Sink& sink,
                            const Progress& progress);

}  // namespace shoal::sample
