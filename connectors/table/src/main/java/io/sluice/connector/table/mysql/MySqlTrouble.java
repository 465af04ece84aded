package io.sluice.connector.table.mysql;

import io.sluice.connector.table.target.Fault;
import java.sql.SQLException;

/**
 * What the exceptions of MariaDB and MySQL mean: by the server's number, since several that differ
 * share a state; else by the class of the state. MariaDB documentation: "MariaDB Error Code
 * Reference"; MySQL 8.0 Error Message Reference.
 */
final class MySqlTrouble {
  static final int DUPLICATE_KEY = 1062;

  private MySqlTrouble() {}

  static Fault of(SQLException e) {
    return switch (e.getErrorCode()) {
      case 1205, 3058 -> Fault.LOCK_TIMEOUT;
      case 1213 -> Fault.DEADLOCK;
      case 1020, 1180 -> Fault.CONFLICT;
      // Its definition changed; a column is unknown; their number is another.
      case 1412, 1615, 1054, 1136 -> Fault.TABLE_CHANGED;
      case 1040, 1041, 1203, 1226 -> Fault.SERVER_BUSY;
      case 1317, 1969, 3024 -> Fault.CANCELLED;
      // Shutting down; killed; the client was silent for wait_timeout.
      case 1053, 1927, 3169, 4031 -> Fault.CONNECTION;
      case 1146, 1051, 1049 -> Fault.TABLE_GONE;
      case 1044, 1142, 1143, 1227, 1370 -> Fault.PRIVILEGE;
      // Also: no such plugin for passwords, password expired, account locked, TLS required.
      case 1045, 1524, 1698, 1820, 1862, 3118, 3159, 3955 -> Fault.LOGIN;
      case 1290, 1792, 1836 -> Fault.READ_ONLY;
      case 1021, 1114 -> Fault.DISK_FULL;
      // Refused by a constraint, a trigger, a type, or all partitions, with a state that does not
      // say so.
      case 1265, 1364, 1366, 1369, 1411, 1416, 1526, 1644, 3819, 3140, 4025, 1118, 1153, 1301 ->
          Fault.ROW;
      default -> byState(String.valueOf(e.getSQLState()));
    };
  }

  private static Fault byState(String state) {
    return switch (state.length() == 5 ? state.substring(0, 2) : "") {
      case "08" -> Fault.CONNECTION;
      case "40" -> Fault.CONFLICT;
      case "22", "23" -> Fault.ROW;
      case "28", "3D" -> Fault.LOGIN;
      default -> Fault.OTHER;
    };
  }
}
