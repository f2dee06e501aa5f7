#include "store/store.hpp"

namespace shoal::store {

std::string_view spelled(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::merge:
      return "merge";
    case DecisionKind::split:
      return "split";
    case DecisionKind::retire:
      return "retire";
    case DecisionKind::restore:
      break;
  }
  return "restore";
}

}  // namespace shoal::store
