// The tables of a register, step by step from the first version to the present one.
#pragma once

#include "store/database.hpp"

namespace shoal::store {

/// The version of the tables that this program writes.
int schema_version();

/// Makes the tables of a new file, or brings those of an older program up to date, a step at a time, each in a
/// transaction. Errors: those of Database; invalid_input "store.newer" where a newer program wrote the file; corrupt
/// "store.damaged" where it is a database of something else.
Result<void> bring_up_to_date(Database& database);

/// Whether a reader understands the tables. Errors: as above; conflict "store.older" where an older program wrote them
/// and no writer has brought them up to date.
Result<void> check_schema(Database& database);

}  // namespace shoal::store
