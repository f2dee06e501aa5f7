// Memory that is read all over, in large pages where the system has them: else each read far from the last one also
// waits for where its page is.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace shoal::outbreak {

inline constexpr std::size_t large_page_bytes = std::size_t{1} << 21;

/// Asks the system for large pages there; does nothing where it has none.
void ask_for_large_pages(void* memory, std::size_t bytes);

/// An allocator that asks for them where much is allocated at once.
template <typename Value>
struct LargePages {
  using value_type = Value;

  LargePages() = default;
  template <typename Other>
  LargePages(const LargePages<Other>& /*other*/) {}

  Value* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(Value);
    if (!is_large(bytes)) return static_cast<Value*>(::operator new (bytes, std::align_val_t{alignof(Value)}));
    const std::size_t whole = (bytes + large_page_bytes - 1) / large_page_bytes * large_page_bytes;
    void* memory = ::operator new (whole, std::align_val_t{large_page_bytes});
    ask_for_large_pages(memory, whole);
    return static_cast<Value*>(memory);
  }
  void deallocate(Value* memory, std::size_t count) {
    const std::size_t alignment = is_large(count * sizeof(Value)) ? large_page_bytes : alignof(Value);
    ::operator delete (memory, std::align_val_t{alignment});
  }

  friend bool operator==(const LargePages& /*one*/, const LargePages& /*other*/) { return true; }

 private:
  /// Two pages and more: of less, too much would be left empty.
  static bool is_large(std::size_t bytes) { return bytes >= 2 * large_page_bytes; }
};

template <typename Value>
using LargeVector = std::vector<Value, LargePages<Value>>;

}  // namespace shoal::outbreak
