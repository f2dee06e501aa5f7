#include "ingest/device_list.hpp"

#include <doctest/doctest.h>

#include "ingest/made_workbook.hpp"
#include "ingest/observation_spelling.hpp"
#include "ingest/reader.hpp"

namespace shoal::ingest {
namespace {
}  // namespace
}  // namespace shoal::ingest
