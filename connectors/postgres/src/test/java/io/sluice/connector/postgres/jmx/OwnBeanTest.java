package io.sluice.connector.postgres.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class OwnBeanTest {

  /** What is asked. */
  public interface NumberMXBean {
    int getNumber();
  }

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @Test
  void who_comes_later_has_the_name_and_keeps_it_when_the_earlier_one_ends() throws Exception {
    ObjectName name = new ObjectName("io.sluice.test:type=own-bean");
    OwnBean earlier = new OwnBean((NumberMXBean) () -> 1, NumberMXBean.class);
    OwnBean later = new OwnBean((NumberMXBean) () -> 2, NumberMXBean.class);
    earlier.register(name);
    later.register(name);

    earlier.close();

    assertThat(server.getAttribute(name, "Number")).isEqualTo(2);
    later.close();
    assertThat(server.isRegistered(name)).isFalse();
  }
}
