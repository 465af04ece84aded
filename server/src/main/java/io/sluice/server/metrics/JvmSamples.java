package io.sluice.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/** What the JVM tells of itself. */
final class JvmSamples {
  private JvmSamples() {}

  static List<Sample> now() {
    List<Sample> samples = new ArrayList<>();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    samples.add(Sample.of(Family.JVM_HEAP_USED, heap.getUsed()));
    samples.add(Sample.of(Family.JVM_HEAP_MAX, heap.getMax()));
    samples.add(
        Sample.of(Family.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount()));
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      samples.add(
          Sample.of(
              Family.JVM_GC_TIME,
              Math.max(0, collector.getCollectionTime()) / 1000.0,
              collector.getName()));
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      samples.add(Sample.of(Family.PROCESS_CPU, Math.max(0, system.getProcessCpuTime()) / 1e9));
      if (system instanceof UnixOperatingSystemMXBean unix) {
        samples.add(Sample.of(Family.PROCESS_FILES, unix.getOpenFileDescriptorCount()));
      }
    }
    return samples;
  }
}
