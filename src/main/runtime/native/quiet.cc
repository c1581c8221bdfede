// Why this file exists: TensorFlow 2.21 says "oneDNN custom operations are on ..." on standard
// error while its framework library is loaded, whatever TF_CPP_MIN_LOG_LEVEL is. This addon, loaded
// before the binding, loads that library with standard error turned away and then sets the level.
#include <dlfcn.h>
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace {

// absl::SetMinLogLevel of the Abseil inside TensorFlow 2.21.
constexpr char kSetMinLogLevel[] =
    "_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE";

void* LoadSilently(const char* library) {
  std::fflush(stderr);
  const int saved = dup(STDERR_FILENO);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (saved >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  // Found by this addon's run path. A failure is reported by the binding, which needs it too.
  void* handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (saved >= 0) {
    dup2(saved, STDERR_FILENO);
    close(saved);
  }
  if (nowhere >= 0) close(nowhere);
  return handle;
}

}  // namespace

extern "C" napi_value napi_register_module_v1(napi_env, napi_value exports) {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  const int severity = level == nullptr ? 0 : std::atoi(level);
  if (severity < 1 || severity > 3) return exports;
  void* framework = LoadSilently("libtensorflow_framework.so.2");
  if (framework == nullptr) return exports;
  void* set = dlsym(framework, kSetMinLogLevel);
  if (set != nullptr) reinterpret_cast<void (*)(int)>(set)(severity);
  return exports;
}
