// A value that many records share, and that is copied when one of them changes.
#pragma once

#include <memory>
#include <utility>

namespace shoal {

/// A `T` that copies of this handle share. Reading never copies; edit() first makes a copy of its own where others
/// share the value. A default-made handle holds a default-made T and owns no memory.
///
/// What a million rows of a list say of their operating system are a few dozen different things; this keeps each once.
template <typename T>
class Shared {
 public:
  Shared() = default;
  Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}

  const T& operator*() const { return value_ ? *value_ : none(); }
  const T* operator->() const { return &**this; }

  /// The value, for changing: no other handle sees the change.
  T& edit() {
    if (!value_ || value_.use_count() > 1) value_ = std::make_shared<T>(**this);
    return *value_;
  }

  /// Where the value stands: handles that share one give the same address. For memory and speed, never for order.
  const T* address() const { return &**this; }

  friend bool operator==(const Shared& a, const Shared& b) { return a.address() == b.address() || *a == *b; }

 private:
  static const T& none() {
    static const T empty{};
    return empty;
  }
  std::shared_ptr<T> value_;  // Owned by all handles that were copied from each other.
};

}  // namespace shoal
