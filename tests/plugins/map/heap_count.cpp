// Counts allocations on the heap: what the data path must not do. In a file of its own, so that the
// compiler cannot look into one half of a new and delete.
#include <cstdlib>
#include <new>

size_t heap_allocations = 0;

// The sanitizers have operators of their own, which pair each new with its delete; nothing is
// counted there.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
void* operator new(size_t size) {
  ++heap_allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}
#endif
