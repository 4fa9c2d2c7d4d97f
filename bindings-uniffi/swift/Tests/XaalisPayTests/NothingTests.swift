import Testing
@testable import XaalisPay
@Test func nothing() {}
