// Why this file exists: TensorFlow 2.21 logs by Abseil and no longer heeds TF_CPP_MIN_LOG_LEVEL
// for what it says while it is loaded ("oneDNN custom operations are on ..."). This is an addon
// of its own, loaded first: it needs the framework library only, where the logger lives.
#include <node_api.h>

#include <cstdlib>

// absl::SetMinLogLevel of the Abseil inside TensorFlow 2.21. Weak: a library without it is only
// more talkative.
extern "C" void SetMinLogLevel(int severity)
    __asm__("_ZN4absl12lts_2025081414SetMinLogLevelENS0_18LogSeverityAtLeastE") __attribute__((weak));

extern "C" napi_value napi_register_module_v1(napi_env, napi_value exports) {
  const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  const int severity = level == nullptr ? 0 : std::atoi(level);
  if (SetMinLogLevel != nullptr && severity >= 0 && severity <= 3) SetMinLogLevel(severity);
  return exports;
}
