// Whether a sanitizer watches this program: then everything takes many times as long, and memory by the terabyte.
#pragma once

namespace shoal {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif
#else
inline constexpr bool is_sanitized = false;
#endif

/// How many cases a test takes: `all`, or `few` under a sanitizer. For tests that repeat a rule over all that the pack
/// knows or over generated thousands, where a few cases already walk the code that a sanitizer is to see.
template <typename Number>
constexpr Number thinned(Number all, Number few) {
  return is_sanitized ? few : all;
}

}  // namespace shoal
