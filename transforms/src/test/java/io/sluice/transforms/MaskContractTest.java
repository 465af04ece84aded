package io.sluice.transforms;

import io.sluice.testkit.TransformContract;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Nested;

/** What every transform keeps to, for each method and for keys. */
class MaskContractTest {
  abstract static class Contract extends TransformContract {
    abstract Map<String, String> method();

    @Override
    protected Transformation<SourceRecord> transform() {
      return new Mask.Value<>();
    }

    @Override
    protected Map<String, ?> config() {
      Map<String, String> config = new java.util.HashMap<>(method());
      config.put("fields", "email, total, address, tags, seen");
      return config;
    }

    @Override
    protected Map<String, ?> wrongSettings() {
      return Map.of("fields", "", "method", "rot13", "keep", "-1", "missing", "perhaps");
    }

    @Override
    protected List<SourceRecord> records() {
      return List.of(Customers.flat(), Customers.event(), Customers.schemaless());
    }
  }

  @Nested
  class Redact extends Contract {
    @Override
    Map<String, String> method() {
      return Map.of("method", "redact");
    }
  }

  @Nested
  class Hash extends Contract {
    @Override
    Map<String, String> method() {
      return Map.of("method", "hash", "salt", "pepper");
    }
  }

  @Nested
  class Hmac extends Contract {
    @Override
    Map<String, String> method() {
      return Map.of("method", "hmac", "key", "very secret");
    }
  }

  @Nested
  class Partial extends Contract {
    @Override
    Map<String, String> method() {
      return Map.of("method", "partial", "keep", "2");
    }
  }

  @Nested
  class Nullify extends Contract {
    @Override
    Map<String, String> method() {
      return Map.of("method", "nullify");
    }
  }

  @Nested
  class KeyOfTheRecord extends Contract {
    @Override
    protected Transformation<SourceRecord> transform() {
      return new Mask.Key<>();
    }

    @Override
    Map<String, String> method() {
      return Map.of("method", "hash", "missing", "ignore");
    }

    @Override
    protected Map<String, ?> config() {
      return Map.of("method", "hash", "fields", "email");
    }
  }
}
